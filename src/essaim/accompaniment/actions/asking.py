"""A member asks a colleague, or the facilitators, to accompany them."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.accompaniment import choosing
from essaim.accompaniment.events import AccompanimentAsked
from essaim.accompaniment.models import Accompaniment, State, Volunteer
from essaim.conversations import api as conversations
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .holding import MOST_PLACE, clean_times, clean_words

# Requests of one member without an answer.
MOST_OPEN = 3
ANCHOR = "accompaniment"


@dataclasses.dataclass(frozen=True)
class Wish:
    """What somebody asks for.

    Parameters:
        text: what they want to manage, Markdown.
        helper_id: whom they ask; None for one of the facilitators, whoever has most time.
        about: kind and id of an anchor.
        times: up to three moments.
    """

    text: str
    helper_id: int | None
    about: tuple[str, int] | None = None
    times: Sequence[datetime.datetime] = ()
    place: str = ""


def ask(*, actor: Member, key: uuid.UUID, wish: Wish, language: str) -> Accompaniment:
    """Asks, and opens the private thread with what is asked. The same ``key`` again returns the first one.

    Raises Refused, also where whoever is asked has no time any more.
    """
    try:
        with transaction.atomic():
            if known := Accompaniment.objects.filter(key=key).first():
                return _own(known, actor)
            return _ask(actor, key, wish, language)
    except IntegrityError:
        if known := Accompaniment.objects.filter(key=key).first():
            return _own(known, actor)
        raise Refused(_("Vous avez déjà une demande en cours avec cette personne."), code="asked-already") from None


def _own(known: Accompaniment, actor: Member) -> Accompaniment:
    if known.asker_id != actor.pk:
        raise Accompaniment.DoesNotExist
    return known


def _ask(actor: Member, key: uuid.UUID, wish: Wish, language: str) -> Accompaniment:
    waiting = Accompaniment.objects.filter(asker=actor, state=State.ASKED, proposed_by_asker=True).count()
    if waiting >= MOST_OPEN:
        raise Refused(
            _("Trois demandes attendent déjà une réponse. Retirez-en une, ou attendez : on vous préviendra."),
            code="asked-enough",
        )
    about = wish.about if wish.about and conversations.anchor_for(actor, *wish.about) else None
    times, place = clean_times(wish.times), clean_words(wish.place, MOST_PLACE, "place-long")
    helper_id = _helper(actor, wish.helper_id, about)
    now = clock.now()
    made = Accompaniment.objects.create(
        key=key, asker=actor, helper_id=helper_id, about_type=about[0] if about else "", about_id=about[1] if about else None,
        times=times, place=" ".join(place.split()), created_at=now, asked_at=now,
    )  # fmt: skip
    conversations.start_thread(
        # Its title is in mails: it says nothing.
        actor=actor, key=key, kind="discussion", title=_("Un coup de main"), source=wish.text, language=language,
        anchor=(ANCHOR, made.pk),
    )  # fmt: skip
    journal.record(AccompanimentAsked(actor_id=actor.pk, subject_id=made.pk))
    return made


def _helper(actor: Member, wanted: int | None, about: tuple[str, int] | None) -> int:
    """Whoever is asked, held: two who ask them at once do not both take the last place."""
    found = choosing.facilitator_for(actor, about) if wanted is None else wanted
    if found is not None:
        Member.objects.select_for_update(no_key=True).only("pk").filter(pk=found).first()
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk=found))
        if choosing.may_ask(actor, found, about):
            return found
        if Accompaniment.objects.filter(asker=actor, helper=found, state__in=(State.ASKED, State.ACCEPTED)).exists():
            raise Refused(_("Vous avez déjà une demande en cours avec cette personne."), code="asked-already")
    raise Refused(
        _("Cette personne n'est pas disponible en ce moment. Votre texte est gardé : choisissez quelqu'un d'autre."),
        code="helper-taken",
    )
