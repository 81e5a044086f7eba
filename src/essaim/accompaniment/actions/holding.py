"""What every act on an accompaniment shares: the row, locked; the times; what is recorded."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from essaim.accompaniment.events import AccompanimentMoved
from essaim.accompaniment.models import Accompaniment
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

MOST_TIMES = 3
_FAR = datetime.timedelta(days=180)
MOST_PLACE = 160
MOST_WORD = 2000


def hold(actor: Member, id: int) -> Accompaniment:
    """The accompaniment, locked. Raises Accompaniment.DoesNotExist unless the actor is one of the two."""
    return Accompaniment.objects.of(actor).select_for_update().get(pk=id)


def save(found: Accompaniment, actor: Member, step: str) -> Accompaniment:
    found.save()
    journal.record(AccompanimentMoved(actor_id=actor.pk, subject_id=found.pk, step=step))
    return found


def clean_times(times: Sequence[datetime.datetime]) -> list[datetime.datetime]:
    """Up to three moments to come, in order, each once. Raises Refused."""
    now = clock.now()
    kept = sorted({time.astimezone(datetime.UTC).replace(second=0, microsecond=0) for time in times})
    if len(kept) > MOST_TIMES:
        raise Refused(_("Proposez %(most)d moments au plus.") % {"most": MOST_TIMES}, code="times-many")
    if any(time <= now for time in kept):
        raise Refused(_("Un des moments proposés est déjà passé : choisissez-en un autre."), code="time-past")
    if any(time > now + _FAR for time in kept):
        raise Refused(_("Un des moments proposés est dans plus de six mois : choisissez plus près."), code="time-far")
    return kept


def clean_words(text: str, most: int, code: str) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > most:
        raise Refused(_("Ce texte compte %(n)d caractères, %(most)d au plus.") % {"n": len(text), "most": most}, code=code)
    return text
