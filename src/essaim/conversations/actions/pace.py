"""How much may be written, beside the pace of ``writing``: newcomers open few threads, nobody reports without end."""

import datetime

from django.db import connection
from django.utils.translation import gettext as _

from essaim.conversations.models import Report
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

DAY = datetime.timedelta(days=1)
# Somebody is a newcomer until three days after they first wrote: on the day an instance opens, every account is new.
NEW = datetime.timedelta(days=3)
THREADS_OF_NEWCOMERS = 5
REPORTS = 20

_THREADS = """
SELECT count(*) FROM conversations_thread WHERE author_id = %(me)s AND created_at > %(since)s AND NOT EXISTS (
    SELECT FROM conversations_post WHERE author_id = %(me)s AND created_at < %(new)s)
"""


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
