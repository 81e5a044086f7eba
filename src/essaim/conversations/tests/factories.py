"""Conversations for tests, made by the actions that the pages call."""

import itertools
import uuid
from typing import Any

from django.apps import apps

from essaim.conversations.actions.kinds import Asked
from essaim.conversations.actions.posts import publish_post
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.models import Post, Thread
from essaim.organisation.models import Theme
from essaim.people.models import Member

_numbers = itertools.count(1)


def make_theme(slug: str = "ecoute") -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0]


def make_thread(author: Member, **fields: Any) -> Thread:
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "kind": "question",
        "title": f"Une question, numéro {next(_numbers)} ?",
        "source": "Je me demande.",
        "language": "fr",
    }
    return start_thread(actor=author, **(defaults | fields)).post.thread


def awake(member: Member) -> Member:
    """Nothing holds the member's mails back, whenever the test runs."""
    apps.get_model("notifications", "Schedule").objects.create(
        member=member, own=True, quiet_from="08:00", quiet_until="08:00", quiet_weekends=False, quiet_holidays=False
    )
    return member


def make_poll(author: Member, *, multiple: bool = False, anonymous: bool = False, **fields: Any) -> Thread:
    return make_thread(author, kind="poll", asked=Asked(["Lundi", "Mardi", "Jeudi"], multiple, anonymous), **fields)


def make_post(author: Member, thread: Thread, source: str = "Je réponds.", **fields: Any) -> Post:
    defaults: dict[str, Any] = {"key": uuid.uuid4(), "language": "fr"}
    return publish_post(actor=author, thread_id=thread.pk, source=source, **(defaults | fields)).post
