"""The discussion under a lesson, or any other anchor: two queries, whatever was said."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from essaim.kernel.ids import read_id
from essaim.ui.ahead import is_read
from essaim.ui.shell import piece, render_to_string

from . import queries
from .forms import PostForm
from .paging import latest_posts


def discussion(
    request: HttpRequest, *, anchor_type: str, anchor_id: int, restricted_to: Sequence[int] = (), prompt: str = "", **_more: Any
) -> str:
    """Fills the slot of the same name.

    Parameters:
        prompt: a question put to colleagues, above the composer.
    """
    member: Any = request.user
    if not member.is_authenticated:
        return ""
    about = queries.threads_about(member, anchor_type, anchor_id)
    main = about.pop(0) if about and about[0].is_main else None
    posts = latest_posts(main, member.pk, marks=is_read(request)) if main else []
    reply = request.GET.get("reply", "")
    form = PostForm(initial={"parent": read_id(reply)})
    return render_to_string(
        request, "conversations/discussion.html",
        main=main, posts=posts, others=about, form=form, kind=anchor_type, anchor_id=anchor_id, prompt=prompt,
        runs=member.facilitates(list(restricted_to)),
        reply=queries.answered(main.id, posts, reply) if main else None,
    )  # fmt: skip


def part_talk(request: HttpRequest, *, anchor_type: str, anchor_id: int, part: str, passage: bool = False, **_more: Any) -> str:
    """The way to open a thread about one part of an anchor. No query.

    Parameters:
        passage: the part is to be read, not to be done.
    """
    return piece("conversations/part_talk.html", about=f"{anchor_type}:{anchor_id}", part=part, passage=passage)


def bar_menu(request: HttpRequest) -> str:
    """The keys, in the member's own menu."""
    return piece("conversations/bar_menu.html") if request.user.is_authenticated else ""


def preferences_link(request: HttpRequest) -> str:
    return piece("conversations/preferences_link.html")
