"""Where those who facilitate see to conversations, and where each member reads what was done to their own words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.conversations import moderation as reads
from essaim.conversations.actions import merging, reporting
from essaim.conversations.actions import moderation as acts
from essaim.conversations.forms import ModerateForm
from essaim.conversations.models import Kind, ModerationAct, Thread
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.kernel.markup import excerpt, to_text
from essaim.people.access import MemberRequest, audience_facilitator_required, member_required
from essaim.ui.shell import render

from .common import writer_required

_SPLIT_INTO = (Kind.QUESTION, Kind.DISCUSSION, Kind.TESTIMONY)
# The posts of a thread among which one chooses what goes into another.
_MOST_POSTS = 200


@audience_facilitator_required
def queue(request: MemberRequest) -> HttpResponse:
    return render(
        request, "conversations/moderation.html", reported=reads.reported_posts(request.user),
        waiting=reads.waiting_for_answer(request.user), acts=reads.acts_for(request.user),
    )  # fmt: skip


@member_required
def mine(request: MemberRequest) -> HttpResponse:
    return render(request, "conversations/moderation_mine.html", acts=reads.acts_about(request.user))


@writer_required
def post(request: MemberRequest, post_id: int) -> HttpResponse:
    found = reads.posts_to_see_to(request.user).select_related("thread", "author").get(pk=post_id)
    form = ModerateForm(request.POST if request.method == "POST" else None, member=request.user)
    does: dict[str, Callable[..., Any]] = {"hide": acts.hide_post, "show": acts.show_post, "warn": acts.warn}
    refused = ""
    if request.method == "POST":
        form.is_valid()
        act = does.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise Refused(_("Choisissez ce que vous voulez faire."), code="act")
            act(actor=request.user, post_id=post_id, reason=form.cleaned_data["reason"])
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("C'est fait. La personne concernée le lira, avec vos mots."))
            return redirect("conversations:moderation")
    return render(
        request, "conversations/moderate_post.html", status=422 if refused else 200, post=found, thread=found.thread,
        reports=found.reports.select_related("reporter").order_by("pk"), form=form, refused=refused,
    )  # fmt: skip


@require_POST
@writer_required
def dismiss(request: MemberRequest, post_id: int) -> HttpResponse:
    if reporting.dismiss_reports(actor=request.user, post_id=post_id):
        messages.success(request, _("Le signalement est clos. La personne qui l'avait fait en sera avertie."))
    return redirect("conversations:moderation")


@writer_required
def thread(request: MemberRequest, thread_id: int) -> HttpResponse:
    found = Thread.objects.run_by(request.user).select_related("author", "theme").get(pk=thread_id)
    form = ModerateForm(
        request.POST if request.method == "POST" else None, member=request.user, initial={"theme": found.theme_id}
    )
    refused = ""
    if request.method == "POST":
        form.is_valid()
        try:
            lands = _act_on(request, found, form)
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("C'est fait. La personne concernée le lira, avec vos mots."))
            return redirect("conversations:thread", lands) if lands else redirect("conversations:moderation")
    # Of a hidden thread nothing is chosen from.
    chosen_from = found.posts.none() if found.shown_to is not None else found.posts.filter(deleted_at=None)
    posts = list(chosen_from.filter(number__gt=found.opening_number).select_related("author").order_by("number")[:_MOST_POSTS])
    return render(
        request, "conversations/moderate_thread.html", status=422 if refused else 200, thread=found, form=form, refused=refused,
        words={post.pk: excerpt(to_text(post.html), 140) for post in posts},
        posts=posts, chosen=set(map(read_id, request.POST.getlist("post"))), kinds=_SPLIT_INTO,
        done=ModerationAct.objects.filter(thread=found).select_related("actor").order_by("-at")[:20],
    )  # fmt: skip


def _act_on(request: MemberRequest, thread: Thread, form: ModerateForm) -> int | None:
    """Does what was asked for; returns the thread to show then, None where it is not shown any more."""
    data, act = form.cleaned_data, request.POST.get("act", "")
    given: dict[str, Any] = {"actor": request.user, "thread_id": thread.pk, "reason": data["reason"]}
    if act == "hide":
        acts.hide_thread(**given)
        return None
    if act == "show":
        acts.show_thread(**given)
    elif act in ("lock", "unlock"):
        (acts.lock_thread if act == "lock" else acts.unlock_thread)(**given)
    elif act == "move":
        theme = data.get("theme")
        acts.move_thread(theme_id=theme.pk if theme else None, **given)
    elif act == "merge":
        return merging.merge_threads(into_id=data["into"], **given).pk
    elif act == "split":
        posts = [id for id in map(read_id, request.POST.getlist("post")) if id is not None]
        kind, title = request.POST.get("kind", ""), data["title"]
        return merging.split_thread(posts=posts, title=title, kind=kind, language=reading(), **given).pk
    else:
        raise Refused(_("Choisissez ce que vous voulez faire."), code="act")
    return thread.pk
