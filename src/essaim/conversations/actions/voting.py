"""Voting: one transaction, and what is kept of it is what docs/anonymity.md says."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from essaim.conversations.models import Poll, Thread, Why
from essaim.conversations.reading import STANDS
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .following import TAKE_UP, taking_up

_HOLD = f"""
SELECT p.is_multiple, p.is_anonymous, p.closes_at,
       ARRAY(SELECT o.id FROM conversations_polloption o WHERE o.poll_id = p.thread_id),
       p.is_anonymous AND EXISTS (SELECT FROM conversations_ballot b WHERE b.poll_id = p.thread_id AND b.member_id = %(me)s)
FROM conversations_poll p JOIN conversations_thread t ON t.id = p.thread_id
WHERE p.thread_id = %(thread)s AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
  AND {STANDS}
FOR UPDATE OF p
"""

# Every option is written anew, chosen or not: the version of a row tells which transaction wrote it last, and so would say which
# option the last ballot was for.
_ANONYMOUS = """
WITH ballot AS (INSERT INTO conversations_ballot (id, poll_id, member_id) VALUES (%(key)s, %(thread)s, %(me)s)),
counted AS (UPDATE conversations_polloption SET votes = votes + (id = ANY (%(chosen)s))::int WHERE poll_id = %(thread)s)
UPDATE conversations_poll SET voters = voters + 1 WHERE thread_id = %(thread)s
"""

_NAMED = f"""
WITH gone AS (
    DELETE FROM conversations_vote v USING conversations_polloption o
    WHERE o.id = v.option_id AND o.poll_id = %(thread)s AND v.member_id = %(me)s AND v.option_id <> ALL (%(chosen)s)
    RETURNING v.option_id
), added AS (
    INSERT INTO conversations_vote (option_id, member_id) SELECT id, %(me)s FROM unnest(%(chosen)s::bigint[]) AS id
    ON CONFLICT DO NOTHING RETURNING option_id
), counted AS (
    UPDATE conversations_polloption o SET votes = o.votes + changed.n FROM (
        SELECT option_id, sum(n)::int AS n FROM (SELECT option_id, 1 AS n FROM added UNION ALL SELECT option_id, -1 FROM gone) each
        GROUP BY 1
    ) changed WHERE changed.option_id = o.id
), followed AS ({TAKE_UP})
UPDATE conversations_poll SET voters = voters + 1 WHERE thread_id = %(thread)s AND NOT EXISTS (
    SELECT FROM conversations_vote v JOIN conversations_polloption o ON o.id = v.option_id
    WHERE o.poll_id = %(thread)s AND v.member_id = %(me)s)
"""


@transaction.atomic
def vote(*, actor: Member, thread_id: int, options: Collection[int]) -> None:
    """Votes in a poll. Voting again changes a vote with a name; an anonymous one stays, for nobody knows which it was.

    Raises Refused, and Thread.DoesNotExist where there is no such poll for the actor.
    """
    chosen = sorted(set(options))
    given: dict[str, Any] = {
        "me": actor.pk,
        "audiences": list(actor.audience_ids),
        "thread": thread_id,
        "chosen": chosen,
        "key": uuid.uuid4(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, given)
        row = cursor.fetchone()
        if row is None:
            raise Thread.DoesNotExist
        is_multiple, is_anonymous, closes_at, known, has_voted = row
        if has_voted:
            return
        if closes_at is not None and closes_at <= clock.now():
            raise Refused(_("Ce sondage est clos : les votes ne changent plus."), code="closed")
        if not chosen or not set(chosen) <= set(known):
            raise Refused(_("Choisissez une réponse, puis votez."), code="choice")
        if len(chosen) > 1 and not is_multiple:
            raise Refused(_("Ce sondage attend une seule réponse."), code="one-choice")
        if is_anonymous:
            # Nobody follows by it: what is kept of following has an hour, and would date the ballot.
            cursor.execute(_ANONYMOUS, given)
        else:
            cursor.execute(_NAMED, given | taking_up(thread_id=thread_id, members=[actor.pk], why=Why.VOTED))


@transaction.atomic
def close_poll(*, actor: Member, thread_id: int) -> None:
    """Ends a poll now, for good: for who opened it, and for facilitators. Raises Thread.DoesNotExist where the actor may not."""
    polls = Poll.objects.filter(thread__in=Thread.objects.visible_to(actor).steered_by(actor))
    poll = polls.select_for_update(of=("self",)).filter(thread=thread_id).first()
    if poll is None:
        raise Thread.DoesNotExist
    now = clock.now()
    if poll.closes_at is None or poll.closes_at > now:
        poll.closes_at = now
        poll.save(update_fields=["closes_at"])
