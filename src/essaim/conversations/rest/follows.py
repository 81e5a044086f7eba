"""What one follows and has read, in the API."""

from typing import Literal

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.conversations.actions.following import follow_theme, follow_thread, mark_all_read, set_position
from essaim.conversations.reading import RailTheme, rail
from essaim.conversations.themes import theme_for
from essaim.conversations.views.follows import LEVELS
from essaim.kernel.rest import Id, Page, Router, Words
from essaim.people.access import MemberRequest

from .shapes import LEVEL_NAMES, ThreadOut, shape_thread
from .threads import seen_thread

router = Router()
Following = Literal["none", "mute", "follow", "watch"]


class ThemeOut(Schema):
    """A theme of conversations. ``unread`` counts its threads with something unread, among those that one follows.

    An ``archived`` one takes no new threads.
    """

    slug: str
    name: str
    unread: int
    following: Following
    archived: bool
    url: str


class ReadingIn(Schema):
    """``read``: the number of the last post read; ``following``: how close to stay. What is left out stays."""

    read: int | None = None
    following: Following | None = None


class FollowIn(Schema):
    following: Following


class ThreadsRead(Schema):
    """How many threads that one follows had something unread."""

    read: int


def _shape(theme: RailTheme) -> ThemeOut:
    url = f"/conversations/threads/?theme={theme.slug}"
    return ThemeOut(
        slug=theme.slug, name=theme.label, unread=theme.unread, following=LEVEL_NAMES[theme.level], archived=theme.archived, url=url
    )  # fmt: skip


@router.get("/themes", response=Page[ThemeOut], url_name="themes", tags=["threads"], summary=_("Les thèmes des conversations"))
def themes(request: MemberRequest) -> Page[ThemeOut]:
    """All of them, in their order."""
    return Page(items=[_shape(theme) for theme in rail(request.user).themes], next=None)


@router.put("/themes/{slug}/follow", response=ThemeOut, url_name="theme-follow", tags=["threads"], summary=_("Suivre un thème"))
def put_theme_follow(request: MemberRequest, slug: Words, body: FollowIn) -> ThemeOut:
    """``watch`` tells of every post, ``follow`` counts what is unread, ``mute`` does neither, ``none`` takes it back."""
    theme = theme_for(request.user, slug)
    follow_theme(actor=request.user, theme_id=theme.pk, level=LEVELS[body.following])
    found = next((one for one in rail(request.user).themes if one.id == theme.pk), None)
    if found is None:
        raise Http404
    return _shape(found)


@router.post(
    "/themes/{slug}/read", response=ThreadsRead, url_name="theme-read", tags=["threads"], summary=_("Marquer un thème comme lu")
)
def read_theme(request: MemberRequest, slug: Words) -> ThreadsRead:
    """Of its threads, those that one follows."""
    return ThreadsRead(read=mark_all_read(actor=request.user, theme_id=theme_for(request.user, slug).pk))


@router.post(
    "/threads/read", response=ThreadsRead, url_name="threads-read", tags=["threads"],
    summary=_("Marquer tous les fils comme lus"),
)  # fmt: skip
def read_threads(request: MemberRequest) -> ThreadsRead:
    """All threads that one follows."""
    return ThreadsRead(read=mark_all_read(actor=request.user))


@router.post(
    "/threads/{id}/read", response=ThreadOut, url_name="thread-read", tags=["threads"], summary=_("Marquer un fil comme lu")
)
def read_thread(request: MemberRequest, id: Id) -> ThreadOut:
    """As far as its last post; ``reading`` says how far otherwise."""
    seen = seen_thread(request, id)
    set_position(actor=request.user, thread_id=seen.id, read_number=seen.last_number)
    return shape_thread(seen_thread(request, seen.id))


@router.put(
    "/threads/{id}/reading", response=ThreadOut, url_name="thread-reading", tags=["threads"], summary=_("Suivre un fil")
)
def put_thread_reading(request: MemberRequest, id: Id, body: ReadingIn) -> ThreadOut:
    """How far one has read a thread, and how close one follows it."""
    seen = seen_thread(request, id).id
    if body.read is not None:
        set_position(actor=request.user, thread_id=seen, read_number=body.read)
    if body.following is not None:
        follow_thread(actor=request.user, thread_id=seen, level=LEVELS[body.following])
    return shape_thread(seen_thread(request, seen))
