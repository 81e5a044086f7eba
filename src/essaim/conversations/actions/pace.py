"""How much may be done, beside the pace of ``writing``: newcomers open few threads, nobody reports, edits or reacts without end.

Votes have no pace: what is kept of them has no hour (docs/anonymity.md), nobody is told of them, and a second one adds nothing.
"""

import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from essaim.conversations.events import PostEdited, PostReacted, ReactionWithdrawn
from essaim.conversations.models import Report
from essaim.journal.api import Event
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .writing import PACE, PER_PACE, seconds_left

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
# Somebody is a newcomer until three days after they first wrote: on the day an instance opens, every account is new.
NEW = datetime.timedelta(days=3)
THREADS_OF_NEWCOMERS = 5
REPORTS = 20
REACTIONS = 60

_THREADS = """
SELECT count(*) FROM conversations_thread WHERE author_id = %(me)s AND created_at > %(since)s AND NOT EXISTS (
    SELECT FROM conversations_post WHERE author_id = %(me)s AND created_at < %(new)s)
"""

# Of the latest acts of a member: the same work however many they have done.
_LATELY = """
SELECT count(*), (array_agg(occurred_at ORDER BY occurred_at DESC))[%(most)s] FROM (
    SELECT type, occurred_at FROM journal_entry WHERE actor_id = %(me)s ORDER BY id DESC LIMIT 200) latest
WHERE type = ANY (%(types)s) AND occurred_at > %(since)s
"""


def refuse_haste_of_edits(actor: Member) -> None:
    """Raises Refused where somebody changes posts faster than a person writes."""
    changed, wait = _lately(actor, PACE, PER_PACE, PostEdited)
    if wait:
        raise Refused(
            _("Vous avez modifié %(n)d messages en dix minutes. Rien n'est perdu : renvoyez ce texte dans quelques minutes.")
            % {"n": changed},
            code="too-fast",
            wait=wait,
        )


def refuse_haste_of_reactions(actor: Member) -> None:
    """Raises Refused after sixty reactions, those taken back too, within a minute."""
    _count, wait = _lately(actor, MINUTE, REACTIONS, PostReacted, ReactionWithdrawn)
    if wait:
        raise Refused(_("Vous réagissez plus vite qu'on ne lit. Réessayez dans une minute."), code="too-fast", wait=wait)


def _lately(actor: Member, span: datetime.timedelta, most: int, *acts: type[Event]) -> tuple[int, int | None]:
    """How often within ``span``, and how many seconds to wait where that was ``most`` times."""
    given: dict[str, Any] = {"me": actor.pk, "types": [act.type for act in acts], "since": clock.now() - span, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, given)
        count, since = cursor.fetchone()
    return count, seconds_left(since, span) if since else None


def refuse_haste_of_newcomers(actor: Member) -> None:
    """Raises Refused where somebody who has just begun to write opened five threads within a day."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_THREADS, {"me": actor.pk, "since": now - DAY, "new": now - NEW})
        opened = cursor.fetchone()[0]
    if opened >= THREADS_OF_NEWCOMERS:
        raise Refused(
            _(
                "Vous avez ouvert %(n)d fils en un jour, c'est beaucoup pour commencer. Gardez celui-ci pour demain, ou répondez."
            )
            % {"n": opened},
            code="too-many-threads",
        )


def refuse_haste_of_reports(actor: Member) -> None:
    """Raises Refused after twenty reports within a day."""
    if Report.objects.filter(reporter=actor, created_at__gt=clock.now() - DAY).count() >= REPORTS:
        raise Refused(
            _("Vous avez fait %(n)d signalements en un jour. Écrivez plutôt à l'équipe d'animation.") % {"n": REPORTS},
            code="too-many-reports",
        )
