"""Where newcomers introduce themselves, and are read."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from essaim.conversations import introductions as reads
from essaim.conversations import queries
from essaim.conversations.actions.introductions import Answers, decline_introduction, introduce
from essaim.conversations.forms import IntroductionForm
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest, member_required
from essaim.people.models import Member
from essaim.ui.shell import render

from .common import take_kept, tell, writer_required


@member_required
def introductions(request: MemberRequest) -> HttpResponse:
    before = _cursor(request.GET.get("before", ""))
    found = reads.introductions(request.user, before)
    shown = found[: queries.PAGE]
    names = {one.pk: one for one in Member.objects.filter(pk__in=[row.author_id for row in shown]).select_related("team")}
    own = reads.own_introduction(request.user)
    return render(
        request, "conversations/introductions.html", rows=[(row, names.get(row.author_id or 0)) for row in shown],
        own=own if own and own.posts_count else None,
        next_href=f"?{urlencode({'before': f'{shown[-1].created_at.isoformat()}_{shown[-1].id}'})}"
        if len(found) > queries.PAGE
        else None,
        previous_href="?" if before else None,
    )  # fmt: skip


def _cursor(text: str) -> tuple[datetime.datetime, int] | None:
    moment, _underscore, id = text.rpartition("_")
    try:
        at = datetime.datetime.fromisoformat(moment)
        return (at, int(id)) if at.tzinfo and 0 < int(id) < 2**63 else None
    except ValueError:
        return None


@writer_required
def new(request: MemberRequest) -> HttpResponse:
    own = reads.own_introduction(request.user)
    if own and own.posts_count:
        return redirect("conversations:thread", own.pk)
    form = IntroductionForm(request.POST if request.method == "POST" else take_kept(request))
    refused = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answers = Answers(does=data["does"], aims=data["aims"], ask=data["ask"])
            outcome = introduce(actor=request.user, key=data["key"], answers=answers, language=reading())
        except Refused as error:
            refused = str(error)
        else:
            tell(request, outcome)
            return redirect("conversations:thread", outcome.post.thread_id)
    return render(
        request, "conversations/introduction_new.html", status=422 if request.method == "POST" else 200, form=form,
        refused=refused, is_new=reads.is_offered(request.user),
    )  # fmt: skip


@require_POST
@member_required
def decline(request: MemberRequest) -> HttpResponse:
    decline_introduction(actor=request.user)
    return redirect("home:home")
