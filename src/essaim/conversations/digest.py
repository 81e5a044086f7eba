"""What conversations have for a member's digest: what is being talked about in the themes of their objectives."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from .rows import replies_in

_BEGUN = """
SELECT t.id, t.title, t.posts_count, t.answers_count,
       CASE WHEN %(language)s = 'en' AND o.name_en <> '' THEN o.name_en ELSE o.name END
FROM conversations_thread t
JOIN LATERAL (
    SELECT b.name, b.name_en FROM people_statedobjective s JOIN organisation_objective b ON b.id = s.objective_id
    WHERE s.member_id = %(me)s AND b.theme_id = t.theme_id ORDER BY b.id LIMIT 1
) o ON true
WHERE t.created_at > %(since)s AND t.posts_count > 0 AND t.title <> ''
    AND (t.restricted_to = '{}' OR t.restricted_to && %(audiences)s::bigint[])
    AND NOT EXISTS (SELECT FROM conversations_post p WHERE p.thread_id = t.id AND p.author_id = %(me)s)
ORDER BY t.posts_count DESC, t.id DESC LIMIT 3
"""


def begun_in_my_themes(member: Member, since: datetime) -> Iterable[Suggestion]:
    """At most three threads that began since, the liveliest first, in the themes of what the member is asked to achieve."""
    given: dict[str, Any] = {
        "me": member.pk,
        "since": since,
        "audiences": list(member.audience_ids),
        "language": get_language(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, given)
        rows = cursor.fetchall()
    for rank, (id, title, posts, answers, objective) in enumerate(rows):
        replies = replies_in(posts, 1, answers)
        yield Suggestion(
            kind="conversations.begun", label=_("On en parle"), title=title, url=reverse("conversations:thread", args=[id]),
            why=_("Parce que vous visez : %(objective)s.") % {"objective": objective}, weight=0.58 - 0.04 * rank,
            meta=ngettext("%(n)d réponse", "%(n)d réponses", replies) % {"n": replies} if replies else "",
        )  # fmt: skip
