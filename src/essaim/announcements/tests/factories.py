"""Announcements for tests, made by the actions that the pages call."""

import datetime
import itertools
import uuid
from typing import Any

from django.utils import timezone

from essaim.announcements.actions.editing import Words, save_announcement
from essaim.announcements.actions.publishing import publish_announcement
from essaim.announcements.models import Announcement
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

_numbers = itertools.count(1)


def make_words(**fields: Any) -> Words:
    defaults: dict[str, Any] = {
        "title": f"Annonce numéro {next(_numbers)}",
        "source": "Nous commençons **lundi**.",
        "language": "fr",
        "home_until": clock.now() + datetime.timedelta(days=14),
    }
    return Words(**(defaults | fields))


def make_draft(author: Member, **fields: Any) -> Announcement:
    return save_announcement(actor=author, key=uuid.uuid4(), words=make_words(**fields))


def make_announcement(author: Member, **fields: Any) -> Announcement:
    """One that came out, or is scheduled if it has a moment."""
    return publish_announcement(actor=author, announcement_id=make_draft(author, **fields).pk)


def inside(*names: str) -> Member:
    """A member of these audiences."""
    member = make_member()
    for name in names:
        make_audience(name, member)
    return load_member(member.pk) or member


def typed(announcement: Announcement | None = None, **fields: Any) -> dict[str, Any]:
    day = (timezone.localdate() + datetime.timedelta(days=7)).isoformat()
    return {
        "key": announcement.key if announcement else uuid.uuid4(), "version": 0, "title": "Lundi", "source": "On **commence**.",
        "to": "everybody", "home_until": day, "act": "draft",
    } | fields  # fmt: skip
