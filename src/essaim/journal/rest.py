"""The log in the API: for administrators, with a cursor by which a program follows it."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.kernel.rest import After, Limit, Page, Router, Words, cursor, following, needs, place

from .models import Entry
from .queries import entries_behind, shared_types, withheld

router = Router()


class EventOut(Schema):
    """An act that happened. ``payload`` holds what its type adds, in its ``version``."""

    id: int
    type: str
    version: int
    actor_id: int | None
    subject_type: str
    subject_id: int
    occurred_at: datetime.datetime
    payload: dict[str, Any]


class Events(Page[EventOut]):
    """The next events. ``next`` is never null: ask again there later, an empty page says that nothing happened since."""

    next: str


@router.get("/events", response=Events, url_name="events", tags=["events"], summary=_("Suivre le journal"))
@needs("events")
def events(request: HttpRequest, type: Words = "", after: After = "", limit: Limit = 100) -> Events:
    """Acts in the order of the log, the oldest first. What members do for themselves alone, such as lessons, and what is between a few
    people, is not in it."""
    behind = place(after, int)
    start = behind[0] if behind else 0
    types = [name for name in shared_types() if not type or name == type]
    found = entries_behind(start, types=types, limit=limit)
    last = found[-1].pk if found else start
    private = {id for _name, ids_of in withheld for id in ids_of(found)}
    return Events(items=[_shape(entry) for entry in found if entry.pk not in private], next=following(request, cursor(last)))


def _shape(entry: Entry) -> EventOut:
    return EventOut(
        id=entry.pk, type=entry.type, version=entry.version, actor_id=entry.actor_id, subject_type=entry.subject_type,
        subject_id=entry.subject_id, occurred_at=entry.occurred_at, payload=entry.payload,
    )  # fmt: skip
