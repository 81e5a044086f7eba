"""Who is on the stage, and what it shows."""

from typing import Any, NamedTuple

from django.urls import reverse

from essaim.conversations.models import Post
from essaim.people.models import Member

# What people paste, and no line takes whole.
LONG = "https://intranet.example.org/" + "une-adresse-tres-longue_" * 5


class Staged(NamedTuple):
    """A page and whose it is: ``who`` is a part in ``Cast``, "" for anybody."""

    name: str
    who: str
    path: str


class Cast(NamedTuple):
    """Who does what: two colleagues, who runs the programme, and who administers."""

    claire: Member
    thomas: Member
    aurelie: Member
    yann: Member


def opening(thread: Any) -> Post:
    """The first post of a thread."""
    return thread.posts.order_by("number").first()


def thread_page(thread: Any) -> str:
    return reverse("conversations:thread", args=[thread.pk])


def post_page(page: str, post: Post) -> str:
    """One of the pages that a post has, by its name in the addresses."""
    return reverse(f"conversations:{page}", args=[post.pk])
