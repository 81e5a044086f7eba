"""What conversations have for a member's digest: what is being talked about in the themes of their objectives, and those they follow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from .models import Level, Why
from .rows import replies_in

# What somebody chose for the thread, else for its theme.
_LEVEL = "COALESCE(r.level, f.level, 0)"
# What one watches is told post by post, in the digest as elsewhere: here it would stand a second time.
_BEGUN = f"""
SELECT t.id, t.title, t.posts_count, t.answers_count,
       CASE WHEN %(language)s = 'en' AND o.name_en <> '' THEN o.name_en ELSE o.name END,
       CASE WHEN %(language)s = 'en' AND th.name_en <> '' THEN th.name_en ELSE th.name END
FROM conversations_thread t
JOIN organisation_theme th ON th.id = t.theme_id
LEFT JOIN conversations_themefollow f ON f.theme_id = t.theme_id AND f.member_id = %(me)s
LEFT JOIN conversations_reading r ON r.thread_id = t.id AND r.member_id = %(me)s AND r.why = '{Why.CHOSEN}'
LEFT JOIN LATERAL (
    SELECT b.name, b.name_en FROM people_statedobjective s JOIN organisation_objective b ON b.id = s.objective_id
    WHERE s.member_id = %(me)s AND b.theme_id = t.theme_id ORDER BY b.id LIMIT 1
) o ON true
WHERE t.created_at > %(since)s AND t.posts_count > 0 AND t.title <> ''
    AND (o.name IS NOT NULL OR f.level >= {Level.FOLLOWED:d} AND {_LEVEL} = {Level.FOLLOWED:d})
    AND {_LEVEL} NOT IN ({Level.MUTED:d}, {Level.WATCHED:d})
    AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
    AND NOT EXISTS (SELECT FROM conversations_post p WHERE p.thread_id = t.id AND p.author_id = %(me)s)
ORDER BY t.posts_count DESC, t.id DESC LIMIT 3
"""


def begun_in_my_themes(member: Member, since: datetime) -> Iterable[Suggestion]:
    """At most three threads that began since, the liveliest first, in the themes of what the member aims at or follows.

    Nothing of a theme or a thread that they do not want to hear of.
    """
    given: dict[str, Any] = {
        "me": member.pk,
        "since": since,
        "audiences": list(member.audience_ids),
        "language": get_language(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, given)
        rows = cursor.fetchall()
    for rank, (id, title, posts, answers, objective, theme) in enumerate(rows):
        replies = replies_in(posts, 1, answers)
        why = _("Parce que vous visez : %(objective)s.") if objective else _("Dans un thème que vous suivez : %(theme)s.")
        yield Suggestion(
            kind="conversations.begun", label=_("On en parle"), title=title, url=reverse("conversations:thread", args=[id]),
            why=why % {"objective": objective, "theme": theme}, weight=0.58 - 0.04 * rank,
            meta=ngettext("%(n)d réponse", "%(n)d réponses", replies) % {"n": replies} if replies else "",
        )  # fmt: skip
