"""Sequences from an archive: upload, what would change page by page, import."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.content.actions.imports import DRAFT_LIFETIME, import_draft, keep_draft
from essaim.content.forms import ImportForm
from essaim.content.importing.files import Unreadable
from essaim.content.models import ImportDraft
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, facilitator_required
from essaim.ui.shell import render


@facilitator_required
def imports(request: MemberRequest) -> HttpResponse:
    """The archive is read at once; mistakes come back with their file and line."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    problems = []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = keep_draft(actor=request.user, file_name=file.name, archive=file.read())
            return redirect("content:import", draft.key)
        except Unreadable as refused:
            problems = refused.problems
        except Refused as refused:
            form.add_error("file", str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "content/imports.html", status=status, form=form, problems=problems)


@facilitator_required
def import_(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """What would change; sent, it changes."""
    kept = ImportDraft.objects.filter(uploader=request.user, created_at__gt=clock.now() - DRAFT_LIFETIME).defer("archive")
    draft = kept.filter(key=key).first() if request.method == "POST" else get_object_or_404(kept, key=key)
    if request.method != "POST":
        return render(request, "content/import.html", draft=draft, changes=_changes(draft))
    try:
        if draft is None:
            raise ImportDraft.DoesNotExist
        lines = import_draft(actor=request.user, draft=draft)
    except ImportDraft.DoesNotExist:
        messages.info(request, _("Cette archive vient d'être importée."))
        return redirect("content:imports")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("content:imports")
    changed = sum(line.change != "left" for line in lines)
    told = ngettext("C'est publié : %(n)d page a changé.", "C'est publié : %(n)d pages ont changé.", changed)
    messages.success(request, told % {"n": changed})
    return redirect("learning:sequences")


def _changes(draft: ImportDraft | None) -> dict[str, list[dict[str, str]]]:
    """The report by sort of change, in the order in which it matters."""
    out: dict[str, list[dict[str, str]]] = {"created": [], "updated": [], "left": []}
    for line in draft.report if draft else []:
        out[line["change"]].append(line)
    return out
