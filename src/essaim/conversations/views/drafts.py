"""Drafts: kept by the composer every few seconds or by a button, given back, thrown away, and listed."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.conversations import drafts as reads
from essaim.conversations.actions.drafts import Begun, discard_draft, save_draft
from essaim.conversations.files import waiting
from essaim.conversations.forms import KeyField
from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, member_required
from essaim.people.api import local_path
from essaim.ui.dates import ago
from essaim.ui.shell import render

from .common import writer_required
from .enclosed import composing
from .files import described

# Of the forms in which one writes, beside the text and the title, and how much of each is kept.
_FIELDS = {
    "kind": 80, "theme": 80, "parent": 80, "part": 40, "link": 4000, "origin": 400, "options": 4000, "closes_on": 20,
    "multiple": 2, "anonymous": 2,
}  # fmt: skip


@member_required
def drafts(request: MemberRequest) -> HttpResponse:
    return render(request, "conversations/drafts.html", lines=reads.lines(request.user))


@writer_required
def draft(request: MemberRequest) -> HttpResponse:
    """What was begun at ``place``, for the composer; 204 where there is nothing."""
    found = reads.draft_at(request.user, request.GET.get("place", ""))
    if found is None:
        return HttpResponse(status=204)
    files = waiting(request.user, found.files)
    return JsonResponse(
        {"source": found.source, "title": found.title, "fields": found.fields, "files": [described(one) for one in files],
         "said": _("Brouillon gardé %(when)s") % {"when": ago(found.saved_at)}},
        headers={"Cache-Control": "private, no-store"},
    )  # fmt: skip


@require_POST
@writer_required
def save(request: MemberRequest) -> HttpResponse:
    """Keeps the form that was sent. A program gets words to show; a person goes back to where they wrote."""
    scripted = request.headers.get("Accept", "").startswith("application/json")
    brought = composing(request, request.POST.get("place", ""))
    try:
        kept = save_draft(
            actor=request.user, place=brought.place, key=KeyField().to_python(request.POST.get("key")),
            begun=_begun(request.POST, brought.keys), onto=not scripted,
        )  # fmt: skip
    except Refused as error:
        if scripted:
            return JsonResponse({"error": str(error)}, status=422)
        messages.error(request, str(error))
        return render(request, "conversations/drafts.html", status=422, lines=reads.lines(request.user))
    if scripted:
        return JsonResponse({"said": _("Brouillon gardé") if kept else ""})
    if kept is None:
        messages.info(request, _("Il n'y avait rien à garder."))
        return redirect(local_path(request.POST.get("next")) or "conversations:drafts")
    for words in brought.refused:
        messages.warning(request, words)
    messages.success(request, _("Votre brouillon est gardé. Vous le retrouverez ici, et vous seul le voyez."))
    return redirect("conversations:drafts")


def _begun(sent: QueryDict, keys: Sequence[uuid.UUID]) -> Begun:
    fields: dict[str, Any] = {name: sent[name][:most] for name, most in _FIELDS.items() if sent.get(name)}
    if audiences := [value[:20] for value in sent.getlist("audiences")[:20]]:
        fields["audiences"] = audiences
    return Begun(source=sent.get("source", ""), title=sent.get("title", ""), fields=fields, files=keys)


@require_POST
@writer_required
def discard(request: MemberRequest) -> HttpResponse:
    discard_draft(actor=request.user, place=request.POST.get("place", "")[:80])
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    messages.success(request, _("Le brouillon est jeté."))
    return redirect(local_path(request.POST.get("next")) or "conversations:drafts")
