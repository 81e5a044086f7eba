"""The two agree on a time, meet, and say so."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accompaniment.models import Accompaniment, State
from essaim.conversations import api as conversations
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .asking import ANCHOR
from .holding import MOST_PLACE, clean_times, clean_words, hold, save


@transaction.atomic
def propose_times(*, actor: Member, id: int, times: Sequence[datetime.datetime], place: str | None = None) -> Accompaniment:
    """Proposes other times, or those of another meeting once they met. ``place`` None leaves it as it is.

    Raises Refused, and Accompaniment.DoesNotExist as every act here.
    """
    found = hold(actor, id)
    kept = clean_times(times)
    if not kept:
        raise Refused(_("Proposez au moins un moment."), code="times-none")
    if not found.is_going_on:
        raise _over()
    found.place = found.place if place is None else " ".join(clean_words(place, MOST_PLACE, "place-long").split())
    by_asker = found.is_asker(actor)
    if found.state == State.ASKED and found.times == kept and found.proposed_by_asker == by_asker:
        found.save(update_fields=["place"])
        return found
    if found.state == State.MET:
        _refuse_twin(found)
        found.meeting += 1
    found.state, found.times, found.proposed_by_asker = State.ASKED, kept, by_asker
    found.meets_at = found.asker_met = found.helper_met = None
    found.reminded_at = found.checked_at = found.followed_at = None
    found.reached = ""
    found.asked_at = clock.now()
    return save(found, actor, "proposed")


def _refuse_twin(found: Accompaniment) -> None:
    twin = Accompaniment.objects.filter(asker=found.asker_id, helper=found.helper_id, state__in=(State.ASKED, State.ACCEPTED))
    if twin.exists():
        raise Refused(_("Vous avez déjà une demande en cours avec cette personne."), code="asked-already")


@transaction.atomic
def accept_time(*, actor: Member, id: int, time: datetime.datetime) -> Accompaniment:
    """Takes one of the times that the other one proposed. Accepting the same one again changes nothing."""
    found = hold(actor, id)
    if found.state == State.ACCEPTED and found.meets_at == time:
        return found
    if not found.answers(actor):
        raise _over() if not found.is_going_on else _changed()
    if time not in found.times:
        raise _changed()
    if time <= clock.now():
        raise Refused(_("Ce moment est déjà passé : proposez-en d'autres."), code="time-past")
    found.state, found.meets_at, found.times = State.ACCEPTED, time, []
    found.version += 1
    return save(found, actor, "accepted")


@transaction.atomic
def decline(*, actor: Member, id: int, word: str = "", language: str = "fr") -> Accompaniment:
    """The one who was asked does not, or not any more; ``word`` is a kind one, for the thread. The asker withdraws instead."""
    found = hold(actor, id)
    if found.is_asker(actor):
        return _close(found, actor, _unless_met(found, State.WITHDRAWN), "withdrawn")
    state = _unless_met(found, State.DECLINED)
    if word.strip() and found.is_going_on:
        thread = conversations.thread_about(actor, ANCHOR, found.pk)
        if thread:
            conversations.publish_post(
                actor=actor, thread_id=thread.id, key=uuid.uuid5(found.key, f"declined {found.meeting}"), source=word, language=language
            )  # fmt: skip
    return _close(found, actor, state, "declined" if state == State.DECLINED else "ended")


@transaction.atomic
def withdraw(*, actor: Member, id: int) -> Accompaniment:
    """The asker does not need it any more. Doing it twice changes nothing."""
    found = hold(actor, id)
    if not found.is_asker(actor):
        raise Accompaniment.DoesNotExist
    return _close(found, actor, _unless_met(found, State.WITHDRAWN), "withdrawn")


@transaction.atomic
def end(*, actor: Member, id: int) -> Accompaniment:
    """Either says that it is done, once they met. Doing it twice changes nothing."""
    found = hold(actor, id)
    if found.state in (State.ASKED, State.ACCEPTED) and found.meeting == 1:
        raise Refused(_("Vous ne vous êtes pas encore vus : retirez la demande, ou déclinez-la."), code="not-met")
    return _close(found, actor, State.ENDED, "ended")


def _unless_met(found: Accompaniment, state: State) -> State:
    """After a first meeting it ends: it was neither declined nor withdrawn."""
    return State.ENDED if found.has_met else state


def _close(found: Accompaniment, actor: Member, state: State, step: str) -> Accompaniment:
    if not found.is_going_on:
        return found
    found.state, found.ended_at, found.times = state, clock.now(), []
    return save(found, actor, step)


@transaction.atomic
def say_met(*, actor: Member, id: int, met: bool) -> Accompaniment:
    """Whether the two met, once the time has passed. One yes is enough; a no leaves it to them to find another time."""
    found = hold(actor, id)
    if found.state not in (State.ACCEPTED, State.MET) or found.meets_at is None:
        raise _over() if not found.is_going_on else _changed()
    if found.meets_at > clock.now():
        raise Refused(_("Le rendez-vous n'est pas encore passé."), code="too-early")
    before = found.asker_met if found.is_asker(actor) else found.helper_met
    if before == met:
        return found
    if found.is_asker(actor):
        found.asker_met = met
    else:
        found.helper_met = met
    if met:
        found.state = State.MET
    return save(found, actor, "met" if met else "not-met")


def _over() -> Refused:
    return Refused(_("Cet accompagnement est terminé. Vous pouvez en demander un autre."), code="over")


def _changed() -> Refused:
    return Refused(_("Les moments proposés ont changé entre-temps : les voici tels qu'ils sont maintenant."), code="changed")
