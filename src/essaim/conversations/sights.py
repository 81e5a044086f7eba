"""Who may still see what notifications and digests told of posts and threads."""

import re
from collections.abc import Collection

from django.db import connection

from essaim.notifications.api import Pair

BEGINNING = "/conversations/"
_PLACE = re.compile(r"/conversations/(posts|threads)/(\d{1,18})/(?:\?after=\d+)?")
# The rule of people.models.within, for many members and threads at once.
_SEEN = """
SELECT told.n FROM unnest(%(members)s::bigint[], %(posts)s::bigint[], %(threads)s::bigint[]) WITH ORDINALITY AS told(member, post, thread, n)
LEFT JOIN conversations_post p ON p.id = told.post
JOIN conversations_thread t ON t.id = COALESCE(p.thread_id, told.thread)
WHERE t.restricted_to = '{}' OR -told.member = ANY (t.restricted_to) OR EXISTS (
    SELECT FROM people_audiencemembership a WHERE a.member_id = told.member AND a.audience_id = ANY (t.restricted_to))
"""


def still_seen(pairs: Collection[Pair]) -> list[Pair]:
    """Those of ``pairs`` that lead to no thread, or to one that the member may see."""
    about = [(pair, place) for pair in pairs if (place := _PLACE.fullmatch(pair[1]))]
    seen = [pair for pair in pairs if not _PLACE.fullmatch(pair[1])]
    if not about:
        return seen
    ids = {kind: [int(place[2]) if place[1] == kind else None for _pair, place in about] for kind in ("posts", "threads")}
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"members": [pair[0] for pair, _place in about], **ids})
        return seen + [about[n - 1][0] for (n,) in cursor.fetchall()]
