"""Accompaniments for tests, made by the actions that the pages call."""

import datetime
import uuid
from typing import Any

from essaim.accompaniment.actions.asking import Wish, ask
from essaim.accompaniment.actions.meeting import accept_time, say_met
from essaim.accompaniment.actions.volunteering import Offer, volunteer
from essaim.accompaniment.models import Accompaniment
from essaim.journal.consumers import for_type
from essaim.journal.events import load
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.people.models import Member


def run_jobs() -> None:
    """What the worker does with every entry; twice, since a consumer may be called again."""
    for _twice in range(2):
        for entry in Entry.objects.order_by("id"):
            event = load(entry.type, entry.actor_id, entry.subject_id, entry.payload)
            for consumer in for_type(entry.type):
                if consumer.name.startswith(("accompaniment.", "conversations.")):
                    consumer.handle(entry.pk, event)


def soon(days: int = 2) -> datetime.datetime:
    """A whole minute, some days from now."""
    return (clock.now() + datetime.timedelta(days=days)).replace(second=0, microsecond=0)


def make_volunteer(member: Member, **fields: Any) -> Member:
    volunteer(actor=member, offer=Offer(**({"willing": True} | fields)))
    return member


def make_accompaniment(asker: Member, helper: Member, **fields: Any) -> Accompaniment:
    """Asked of ``helper``, who volunteers; with one time proposed."""
    make_volunteer(helper)
    wish = Wish(**({"text": "Je voudrais apprivoiser le tableur.", "helper_id": helper.pk, "times": [soon()]} | fields))
    return ask(actor=asker, key=uuid.uuid4(), wish=wish, language="fr")


def make_met(asker: Member, helper: Member, **fields: Any) -> Accompaniment:
    """The two met: the time that was accepted is an hour ago."""
    made = make_accompaniment(asker, helper, **fields)
    accept_time(actor=helper, id=made.pk, time=made.times[0])
    Accompaniment.objects.filter(pk=made.pk).update(meets_at=clock.now() - datetime.timedelta(hours=1))
    return say_met(actor=asker, id=made.pk, met=True)
