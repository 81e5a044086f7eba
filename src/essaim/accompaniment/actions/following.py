"""What came of it: the asker says so, and it ends there or goes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accompaniment.models import Accompaniment, Reached, State
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .holding import MOST_WORD, clean_words, hold, save


@transaction.atomic
def say_reached(*, actor: Member, id: int, reached: str, word: str = "") -> Accompaniment:
    """Whether the asker manages now what they asked about, with a word for the other one.

    "Not yet" leaves it open for another meeting; else it ends, and may still be said anew. Raises Refused, and
    Accompaniment.DoesNotExist for whoever did not ask.
    """
    found = hold(actor, id)
    if not found.is_asker(actor):
        raise Accompaniment.DoesNotExist
    if not found.has_met or found.state not in (State.MET, State.ENDED):
        raise Refused(_("Dites d'abord si vous vous êtes vus."), code="not-met")
    word = clean_words(word, MOST_WORD, "word-long")
    if (found.reached, found.word) == (reached, word):
        return found
    found.reached, found.word = Reached(reached), word
    if found.state == State.MET and reached != Reached.NOT_YET:
        found.state, found.ended_at = State.ENDED, clock.now()
    return save(found, actor, "reached")
