"""Who waits for this member: replies they have not answered, and questions that they may know the answer to."""

import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from essaim.kernel import clock, together
from essaim.kernel.markup import excerpt, to_text
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member
from essaim.ui import anchors
from essaim.ui.jinja import url

from . import introductions

_RECENT = datetime.timedelta(days=21)
_MOST = 3

# One reply per thread: the newest to a post or a thread of theirs, unless they wrote in the thread since. The limits keep the
# cost the same for somebody who writes a lot; whether they wrote since is asked in order, until enough are found.
_REPLIES = """
WITH reply AS (
  SELECT p.id, p.thread_id, p.number, p.created_at FROM (
    SELECT id FROM conversations_post WHERE author_id = %(me)s ORDER BY created_at DESC LIMIT 12
  ) mine JOIN conversations_post p ON p.parent_id = mine.id
  WHERE p.created_at > %(since)s AND p.author_id <> %(me)s AND p.deleted_at IS NULL
  UNION ALL
  SELECT p.id, p.thread_id, p.number, p.created_at FROM (
    SELECT id, last_number FROM conversations_thread
    WHERE author_id = %(me)s AND last_post_at > %(since)s ORDER BY last_post_at DESC LIMIT 10
  ) mine JOIN conversations_post p ON p.thread_id = mine.id AND p.number > mine.last_number - 5
  WHERE p.created_at > %(since)s AND p.author_id <> %(me)s AND p.deleted_at IS NULL
), newest AS (
  SELECT DISTINCT ON (thread_id) * FROM reply ORDER BY thread_id, number DESC
)
SELECT p.id, p.html, p.created_at, t.title, m.first_name || ' ' || m.last_name
FROM (SELECT * FROM newest ORDER BY created_at DESC OFFSET 0) found
JOIN conversations_thread t ON t.id = found.thread_id
JOIN conversations_post p ON p.id = found.id
JOIN people_member m ON m.id = p.author_id
WHERE (t.restricted_to = '{}' OR t.restricted_to && %(audiences)s::bigint[])
  AND (%(between)s OR NOT (0 >= ANY (t.restricted_to)))
  AND NOT EXISTS (
    SELECT FROM conversations_post own
    WHERE own.thread_id = found.thread_id AND own.author_id = %(me)s AND own.number > found.number AND own.deleted_at IS NULL)
ORDER BY found.created_at DESC LIMIT %(most)s
"""

# What the statements below give, all of them; of a question the words are the language of its title.
_COLUMNS = ("what", "id", "words", "moment", "title", "name", "flag")
_WAITING = f"""
SELECT 'reply', answered.*, false FROM ({_REPLIES}) answered
UNION ALL {introductions.OFFERED} UNION ALL ({introductions.TO_WELCOME})
"""

_QUESTIONS = """
SELECT 'question', waiting.id, waiting.language, waiting.last_post_at, waiting.title, waiting.theme, waiting.learnt FROM (
  SELECT t.id, t.title, t.language, {finished} AS learnt,
         CASE WHEN %(language)s = 'en' AND th.name_en <> '' THEN th.name_en ELSE th.name END AS theme, t.last_post_at, t.theme_id
  FROM conversations_thread t LEFT JOIN organisation_theme th ON th.id = t.theme_id
    AND (th.restricted_to = '{{}}' OR th.restricted_to && %(audiences)s::bigint[])
  WHERE t.kind = 'question' AND t.answers_count = 0 AND t.accepted_post_id IS NULL AND t.posts_count > 0
    AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
    AND t.author_id IS DISTINCT FROM %(me)s AND t.last_post_at > %(asked_since)s
) waiting
WHERE waiting.learnt OR waiting.theme_id IN (
  SELECT o.theme_id FROM people_statedobjective s JOIN organisation_objective o ON o.id = s.objective_id
  WHERE s.member_id = %(me)s
)
ORDER BY waiting.last_post_at DESC, waiting.id DESC LIMIT %(most_questions)s
"""


def suggestions_for(member: Member, *, between: bool = True) -> list[Suggestion]:
    (found,) = together.ask(member, suggestions(between=between))
    return found  # type: ignore[no-any-return]


def suggestions(*, between: bool = True) -> together.Question[list[Suggestion]]:
    """At most three that wait for an answer, and at most two about who has just come.

    Parameters:
        between: with what was said between a few people, which no mail may tell.
    """
    return _question(between, tuple(anchors.familiar))


@cache
def _question(between: bool, familiar: tuple[tuple[str, str], ...]) -> together.Question[list[Suggestion]]:
    finished = ["false", *(f"(t.anchor_type = '{kind}' AND t.anchor_id IN ({sql}))" for kind, sql in familiar)]
    waiting = f"{_WAITING} UNION ALL ({_QUESTIONS.format(finished=' OR '.join(finished))})"
    named = f"SELECT * FROM ({waiting}) waiting({', '.join(_COLUMNS)})"
    return together.Question(together.rows(named), _read, lambda member: _given(member, between))


def _given(member: Member, between: bool) -> dict[str, Any]:
    now = clock.now()
    return introductions.parameters(member) | {
        "since": now - _RECENT, "most": 2, "between": between, "asked_since": now - 4 * _RECENT, "most_questions": _MOST,
    }  # fmt: skip


def _read(found: list[dict[str, Any]], _member: Member) -> list[Suggestion]:
    """Replies to the member and questions that they may know about, both the latest first; what introductions have to say."""
    rows = [tuple(row[column] for column in _COLUMNS) for row in found]
    replies, questions = (
        sorted((row[1:] for row in rows if row[0] == kind), key=lambda row: (_moment(row[2]), row[0]), reverse=True)
        for kind in ("reply", "question")
    )
    answers = _replies(replies)
    arrivals = [row for row in rows if row[0] not in ("reply", "question")]
    return [*answers, *_questions(questions[: _MOST - len(answers)]), *introductions.suggested(arrivals)]


def _moment(written: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written)


def _replies(rows: list[Any]) -> list[Suggestion]:
    return [
        Suggestion(
            kind="conversations.reply",
            label=_("Une réponse"),
            title=_("%(name)s vous répond") % {"name": name},
            url=url("conversations:post", post_id),
            why=_("Parce que vous attendiez peut-être cette réponse."),
            weight=0.8 - index * 0.05,
            deck=excerpt(to_text(html), 140),
            meta=title,
            action=_("Lire la réponse"),
        )
        for index, (post_id, html, _at, title, name, _learnt) in enumerate(rows)
    ]


def _questions(rows: list[Any]) -> list[Suggestion]:
    """Unanswered questions of the themes of a member's objectives, or about what they are through with."""
    return [
        Suggestion(
            kind="conversations.question",
            label=_("Quelqu'un vous attend"),
            title=title,
            url=url("conversations:thread", pk),
            why=_("Parce que vous avez terminé cette leçon, et que personne n'a répondu.")
            if learnt
            else _("Parce que ce thème touche à votre objectif, et que personne n'a répondu."),
            weight=0.6 - index * 0.05,
            meta=theme or "",
            action=_("Répondre"),
            language=language,
        )
        for index, (pk, language, _at, title, theme, learnt) in enumerate(rows)
    ]
