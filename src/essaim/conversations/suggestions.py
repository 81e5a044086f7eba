"""Who waits for this member: replies they have not answered, and questions that they may know the answer to."""

import datetime

from django.db import connection
from django.db.models import BooleanField, Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.markup import excerpt, to_text
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member, StatedObjective
from essaim.ui import anchors

from .models import Thread

_RECENT = datetime.timedelta(days=21)
_MOST = 3

# One reply per thread: the newest to a post or a thread of theirs, unless they wrote in the thread since.
_REPLIES = """
WITH reply AS (
  SELECT p.id FROM conversations_post mine JOIN conversations_post p ON p.parent_id = mine.id
  WHERE mine.author_id = %(me)s AND p.created_at > %(since)s
  UNION
  SELECT p.id FROM conversations_thread t JOIN conversations_post p ON p.thread_id = t.id
  WHERE t.author_id = %(me)s AND t.last_post_at > %(since)s AND p.created_at > %(since)s
)
SELECT * FROM (
  SELECT DISTINCT ON (p.thread_id) p.id, p.html, p.created_at, t.title, m.first_name || ' ' || m.last_name
  FROM reply JOIN conversations_post p ON p.id = reply.id
  JOIN conversations_thread t ON t.id = p.thread_id
  JOIN people_member m ON m.id = p.author_id
  WHERE p.author_id <> %(me)s AND p.deleted_at IS NULL
    AND (t.restricted_to = '{}' OR t.restricted_to && %(audiences)s::bigint[])
    AND NOT EXISTS (
      SELECT FROM conversations_post own
      WHERE own.thread_id = p.thread_id AND own.author_id = %(me)s AND own.number > p.number AND own.deleted_at IS NULL)
  ORDER BY p.thread_id, p.number DESC
) newest ORDER BY created_at DESC LIMIT %(most)s
"""


def suggestions_for(member: Member) -> list[Suggestion]:
    """At most three, in two queries."""
    found = _replies(member)
    return found + _questions(member, _MOST - len(found)) if len(found) < _MOST else found


def _replies(member: Member) -> list[Suggestion]:
    with connection.cursor() as cursor:
        since = clock.now() - _RECENT
        cursor.execute(_REPLIES, {"me": member.pk, "since": since, "audiences": list(member.audience_ids), "most": 2})
        rows = cursor.fetchall()
    return [
        Suggestion(
            kind="conversations.reply",
            label=_("Une réponse"),
            title=_("%(name)s vous répond") % {"name": name},
            url=reverse("conversations:post", args=[post_id]),
            why=_("parce que vous attendiez peut-être cette réponse"),
            weight=0.8 - index * 0.05,
            deck=excerpt(to_text(html), 140),
            meta=title,
            action=_("Lire la réponse"),
        )
        for index, (post_id, html, _at, title, name) in enumerate(rows)
    ]


def _questions(member: Member, most: int) -> list[Suggestion]:
    themes = StatedObjective.objects.filter(member=member).order_by().values("objective__theme")
    finished = Q()
    for kind, known in anchors.familiar:
        finished |= Q(anchor_type=kind, anchor_id__in=known(member.pk))
    mine = Q(theme__in=themes) | finished if finished else Q(theme__in=themes)
    learnt = Case(When(finished, then=Value(True)), default=Value(False)) if finished else Value(False)
    questions = (
        Thread.objects.visible_to(member)
        .unanswered()
        .exclude(author=member)
        .filter(mine, last_post_at__gt=clock.now() - 4 * _RECENT)
        .annotate(learnt=learnt if finished else Value(False, output_field=BooleanField()))
        .order_by("-last_post_at", "-pk")
        .values_list("pk", "title", "learnt", "theme__name")[:most]
    )
    return [
        Suggestion(
            kind="conversations.question",
            label=_("Quelqu'un vous attend"),
            title=title,
            url=reverse("conversations:thread", args=[pk]),
            why=_("parce que vous avez terminé cette leçon, et que personne n'a répondu")
            if learnt
            else _("parce que ce thème touche à votre objectif, et que personne n'a répondu"),
            weight=0.6 - index * 0.05,
            meta=theme or "",
            action=_("Répondre"),
        )
        for index, (pk, title, learnt, theme) in enumerate(questions)
    ]
