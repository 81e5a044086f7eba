"""Reads over introductions: who is new, who introduced themselves, and whom to welcome."""

import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from .actions.introductions import ANCHOR
from .models import Thread
from .queries import PAGE, threads_where
from .rows import ThreadRow

# Somebody is new for so long after their arrival.
NEW = datetime.timedelta(days=182)
# Who comes so long after the first account was made is new to the others; before that, everybody's account is.
_OPENING = datetime.timedelta(days=30)
# An introduction is proposed to colleagues for so long.
_WELCOMED = datetime.timedelta(days=21)

# Columns as those of replies (suggestions): what, id, text, moment, title, name, and whether it is one's own team.
OFFERED = """
SELECT 'offer', 0::bigint, '', NULL::timestamptz, '', '', false
WHERE (%(newcomer)s OR %(came)s::timestamptz > (SELECT m.created_at FROM people_member m ORDER BY m.id LIMIT 1) + %(opening)s::interval)
  AND NOT EXISTS (SELECT FROM conversations_thread t WHERE t.anchor_type = 'introduction' AND t.anchor_id = %(me)s)
  AND NOT EXISTS (SELECT FROM conversations_introductionoffer o WHERE o.member_id = %(me)s)
"""
# The oldest introduction of one's team under which one has written nothing; for a facilitator, also one that nobody answered.
TO_WELCOME = """
SELECT 'welcome', t.id, '', t.created_at, t.title, m.first_name || ' ' || m.last_name,
       m.team_id IS NOT NULL AND m.team_id IS NOT DISTINCT FROM %(team)s::bigint
FROM conversations_thread t JOIN people_member m ON m.id = t.anchor_id
WHERE t.anchor_type = 'introduction' AND t.created_at > %(welcomed_since)s AND t.posts_count > 0 AND m.is_active
  AND t.author_id = m.id AND m.id <> %(me)s
  AND (m.team_id = %(team)s::bigint OR (%(facilitates)s AND t.answers_count = 0))
  AND NOT EXISTS (
    SELECT FROM conversations_post p WHERE p.thread_id = t.id AND p.author_id = %(me)s AND p.deleted_at IS NULL)
ORDER BY t.created_at, t.id LIMIT 1
"""


def own_introduction(member: Member) -> Thread | None:
    """The member's introduction, a removed one too."""
    return Thread.objects.filter(anchor_type=ANCHOR, anchor_id=member.pk).first()


def is_offered(member: Member) -> bool:
    """Whether to offer a newcomer to introduce themselves: not twice, and not after a no."""
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, parameters(member) | {"me": member.pk})
        return cursor.fetchone() is not None


def offer_after_first_steps(member: Member) -> str:
    """Where somebody goes after the first steps, "" to go on as usual."""
    return reverse("conversations:new-introduction") if is_offered(member) else ""


def introductions(member: Member, before: tuple[datetime.datetime, int] | None = None) -> list[ThreadRow]:
    """A page and one more of introductions, the latest first."""
    at, id = before or (None, None)
    return threads_where(
        member,
        "AND t.posts_count > 0 AND t.anchor_type = 'introduction' "
        + ("AND (t.created_at, t.id) < (%(at)s, %(id)s) " if before else "")
        + "ORDER BY t.created_at DESC, t.id DESC",
        limit=PAGE + 1, anchored=False, at=at, id=id,
    )  # fmt: skip


def parameters(member: Member) -> dict[str, Any]:
    """What the two statements above ask for beside ``me``.

    Who has just come is said by the directory's date. Where it gives none, as of whoever came by an invitation or with the
    company's account, it is the day on which their account was made.
    """
    since, arrived = clock.today() - NEW, member.arrived_on
    return {
        "newcomer": arrived is not None and arrived > since,
        "came": member.created_at if arrived is None and member.created_at.date() > since else None,
        "opening": _OPENING,
        "team": member.team_id,
        "facilitates": member.is_facilitator,
        "welcomed_since": clock.now() - _WELCOMED,
    }


def suggested(rows: list[Any]) -> list[Suggestion]:
    """At most two: introduce oneself while one is new, and welcome who did."""
    return [_offer() if row[0] == "offer" else _welcome(*row[1:]) for row in rows]


def _offer() -> Suggestion:
    return Suggestion(
        kind="conversations.introduce",
        label=_("Bienvenue"),
        title=_("Présentez-vous à vos collègues"),
        url=reverse("conversations:new-introduction"),
        why=_("Parce que vous venez d'arriver. Rien n'est obligatoire."),
        weight=0.72,
        deck=_("Trois phrases suffisent : ce que vous faites, ce que vous cherchez à réussir, sur quoi on peut vous demander."),
        action=_("Me présenter"),
        dismiss=reverse("conversations:decline-introduction"),
    )


def _welcome(id: int, _text: str, _at: str, title: str, name: str, same_team: bool) -> Suggestion:
    return Suggestion(
        kind="conversations.welcome",
        label=_("Un nouveau visage"),
        title=_("Souhaitez la bienvenue à %(name)s") % {"name": name},
        url=reverse("conversations:thread", args=[id]),
        why=_("Parce que cette personne rejoint votre équipe.")
        if same_team
        else _("Parce que personne ne lui a encore répondu."),
        weight=0.68,
        meta=title,
        action=_("Lui répondre"),
    )
