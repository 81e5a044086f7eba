import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from essaim.conversations import between, queries
from essaim.conversations.actions.posts import publish_post
from essaim.conversations.actions.threads import just_opened, start_thread
from essaim.conversations.around import Around, around
from essaim.conversations.forms import PostForm, ThreadForm, refuse
from essaim.conversations.models import Thread, ThreadLink, Why
from essaim.conversations.moderation import led_to
from essaim.conversations.notifications import topics_of
from essaim.conversations.paging import page_for, page_of
from essaim.conversations.reading import visited
from essaim.conversations.rows import ThreadRow, labels
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.notifications import api as notifications
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest, member_required
from essaim.people.models import Member
from essaim.ui import checklist
from essaim.ui.ahead import is_ahead, is_read
from essaim.ui.jinja import url
from essaim.ui.shell import render, render_to_string

from .common import take_kept, tell, writer_required
from .enclosed import Composing, composing

SHOWS = ("unanswered", "unread", "mine")


def index(request: HttpRequest) -> HttpResponse:
    return redirect("conversations:threads")


@member_required
def threads(request: MemberRequest) -> HttpResponse:
    theme, show = request.GET.get("theme", "")[:80], request.GET.get("show", "")
    show, kind = show if show in SHOWS else "", _kind(request)
    before = _cursor(request.GET.get("before", ""))
    found, beside = queries.listing(request.user, theme=theme, show=show, kind=kind, before=before, limit=queries.PAGE + 1)
    more = len(found) > queries.PAGE
    found, chosen = found[: queries.PAGE], {"theme": theme, "show": show, "kind": kind}
    here = next((one for one in beside.themes if one.slug == theme), None)
    if theme and here is None:
        raise Http404
    between.with_names(request.user, found)
    if not (theme or show or before):
        beside = visited(request.user, beside)
    return render(
        request, "conversations/threads.html",
        threads=found, rail=beside, theme=theme, show=show, kind=kind, kinds=labels(), here=here,
        address=lambda **change: _address(**chosen | change),
        next_href=_address(**chosen, before=found[-1].cursor) if more else None,
        previous_href=_address(**chosen) if before else None,
    )  # fmt: skip


# Each list has a link to nearly every other.
@lru_cache(maxsize=4096)
def _address(**parameters: str) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value})
    return url("conversations:threads") + (f"?{query}" if query else "")


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in labels() else ""


def _cursor(text: str) -> tuple[datetime.datetime, int] | None:
    moment, _underscore, id = text.rpartition("_")
    try:
        at = datetime.datetime.fromisoformat(moment)
        return (at, int(id)) if at.tzinfo and int(id) < 2**63 else None
    except ValueError:
        return None


@writer_required
def new(request: MemberRequest) -> HttpResponse:
    member = request.user
    asked = request.POST.get("anchor") or request.GET.get("anchor", "")
    place = _anchor(asked)
    anchor = queries.anchor_for(member, *place) if place else None
    if asked and anchor is None:
        raise Thread.DoesNotExist
    given = request.POST if request.method == "POST" else take_kept(request)
    brought = composing(request, f"new:{asked}" if asked else "new")
    theme_id = anchor.theme_id if anchor else _theme(member, request.GET.get("theme", ""))
    initial = {"kind": _kind(request) or "question", "part": request.GET.get("part", "")[:40], "theme": theme_id} | dict(
        brought.initial
    )
    form = ThreadForm(given, member=member, anchored=bool(anchor), initial=initial)
    refused = list(brought.refused)
    if request.method == "POST" and form.is_valid() and not refused:
        data = form.cleaned_data
        theme, audiences = data["theme"], data.get("audiences") or []
        said: dict[str, Any] = {
            "actor": member, "key": data["key"], "kind": data["kind"], "title": data["title"], "source": data["source"],
            "language": reading(), "theme_id": theme.pk if theme else None, "anchor": place,
            "restricted_to": [audience.pk for audience in audiences],
        }  # fmt: skip
        try:
            if twin := just_opened(**said):
                messages.info(request, _("Vous venez de publier ce fil : le voici."))
                return redirect(checklist.onward(request, reverse("conversations:thread", args=[twin.thread_id])))
            outcome = start_thread(**said, enclosed=brought.enclosed, **form.beside())
        except Refused as error:
            refused = refuse(form, error)
        else:
            tell(request, outcome)
            return redirect(checklist.onward(request, reverse("conversations:thread", args=[outcome.post.thread_id])))
    return render(
        request, "conversations/thread_new.html", status=422 if request.method == "POST" else 200,
        form=form, refused=refused, anchor=anchor, asked=asked, brought=brought,
    )  # fmt: skip


def _anchor(text: str) -> tuple[str, int] | None:
    kind, _colon, written = text.partition(":")
    id = read_id(written)
    return (kind[:40], id) if id is not None else None


def _theme(member: Member, slug: str) -> int | None:
    return (
        Theme.objects.open_to(member.audience_ids).filter(slug=slug[:80]).values_list("pk", flat=True).first() if slug else None
    )


@writer_required
def thread(request: MemberRequest, thread_id: int) -> HttpResponse:
    if request.method == "POST":
        return _reply(request, thread_id)
    row = queries.thread_for(request.user, thread_id)
    if (row is None or not row.posts_count) and (target := led_to(request.user, thread_id)):
        if not is_ahead(request):
            notifications.mark_page_read(actor=request.user, page=request.path)
        messages.info(request, _("Le fil que vous cherchiez est réuni à celui-ci."))
        return redirect("conversations:thread", target)
    if row is None:
        raise Thread.DoesNotExist
    brought = composing(request, f"thread:{thread_id}")
    form = PostForm(take_kept(request), initial={"parent": read_id(request.GET.get("reply", ""))} | dict(brought.initial))
    return show(request, row, form, brought)


@writer_required
def unread(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Leads to the first post that is unread."""
    return redirect(_row(request, thread_id).address)


@writer_required
def fresh(request: MemberRequest, thread_id: int, number: int) -> HttpResponse:
    """What was written behind post ``number``: how much of it (``?count``), for a page that asks again and again, or the posts."""
    if "count" in request.GET:
        last = queries.last_number(request.user, thread_id)
        tag = f'"{last}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=304, headers=headers)
        return JsonResponse({"new": max(last - number, 0), "last": last}, headers=headers)
    row = _row(request, thread_id)
    last = min(number + queries.PAGE, row.last_number)
    shown = range(number + 1, last + 1)
    # It goes on from what was read, and counts as read: somebody asked to see it.
    read = last if (row.read_number or 0) >= number and shown else None
    posts = queries.posts_numbered(row.id, shown, request.user.pk, read) if shown else []
    # Under a lesson one answers there, and comes back there.
    back = row.anchor.url if "under" in request.GET and row.anchor else ""
    html = render_to_string(
        request, "conversations/fresh.html", thread=row, posts=posts, may_accept=not back and _may_accept(request, row),
        runs=row.run_by(request.user), here=back or url("conversations:thread", row.id), back=back,
    )  # fmt: skip
    return HttpResponse(html, headers={"Cache-Control": "private, no-store"})


def _may_accept(request: MemberRequest, row: queries.ThreadRow) -> bool:
    return row.is_question and (row.author_id == request.user.pk or row.run_by(request.user))


def _reply(request: MemberRequest, thread_id: int) -> HttpResponse:
    form = PostForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    brought = composing(request, f"thread:{thread_id}")
    if brought.refused:
        return show(request, _row(request, thread_id), form, brought, refused=brought.refused)
    try:
        outcome = publish_post(
            actor=request.user, thread_id=thread_id, key=data["key"], source=data.get("source", ""), language=reading(),
            parent_id=data.get("parent"), enclosed=brought.enclosed,
        )  # fmt: skip
    except Refused as error:
        return show(request, _row(request, thread_id), form, brought, refused=[str(error)])
    tell(request, outcome)
    # An address as it is: ``redirect`` would first look for a page of that name.
    return HttpResponseRedirect(post_address(outcome.post.thread, outcome.post.pk, outcome.post.number))


def _row(request: MemberRequest, thread_id: int) -> ThreadRow:
    row = queries.thread_for(request.user, thread_id)
    if row is None or not row.posts_count:
        # Merged while somebody wrote: what they wrote stands in the form under the other thread.
        row = queries.thread_for(request.user, led_to(request.user, thread_id) or thread_id)
    if row is None:
        raise Thread.DoesNotExist
    return row


def post_address(thread: Thread, post_id: int, number: int) -> str:
    """Where a post stands: the page of its thread, and the place on it."""
    first = thread.opening_number
    after = page_of(first, number) if thread.accepted_post_id != post_id else first
    page = f"?after={after}" if after > first else ""
    return f"{url('conversations:thread', thread.pk)}{page}#post-{post_id}"


def show(
    request: MemberRequest, row: ThreadRow, form: PostForm, brought: Composing, *, refused: Sequence[str] = ()
) -> HttpResponse:
    """The page of a thread, with a composer that may hold what was refused."""
    page = page_for(row, read_id(request.GET.get("after", "")), request.user.pk, marks=is_read(request))
    between.with_names(request.user, [row])
    runs = row.run_by(request.user)
    beside = around(request.user, row, [post.id for post in page.shown], runs=runs)
    # What was told of a thread that is in this one now is read here.
    here = [row.id, *(link.id for link in beside.links if link.came and link.kind == ThreadLink.Kind.MERGED)]
    notifications.looking_at(request, *(topic for id in here for topic in topics_of(id)))
    return render(
        request, "conversations/thread.html", status=422 if refused else 200, brought=brought,
        thread=row, page=page, form=form, refused=refused, reply=queries.answered(row.id, page.shown, form["parent"].value()),
        why=_why(row, beside),
        may_accept=_may_accept(request, row), runs=runs,
        around=beside,
        label=_label(row),
    )  # fmt: skip


def _why(row: ThreadRow, beside: Around) -> str:
    """What made the reader follow the thread, "" where that is its theme."""
    if row.why:
        return str(Why(row.why).label)
    part = any(link.came and link.kind == ThreadLink.Kind.SPLIT for link in beside.links)
    return _("comme le fil dont il vient") if part and row.level else ""


def _label(row: ThreadRow) -> Any:
    return _("Votre réponse") if row.is_question else _("Votre message")
