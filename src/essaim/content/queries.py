"""Reads over what is published."""

import dataclasses
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from essaim.kernel import together
from essaim.kernel.language import BEST
from essaim.people.models import Member
from essaim.ui.anchors import Anchor, Kind
from essaim.ui.jinja import url

from . import file_uses
from .models import Programme, ProgrammeText


@dataclasses.dataclass(frozen=True)
class ProgrammeLink:
    title: str
    summary: str
    url: str


def visible_programmes(member: Member) -> QuerySet[Programme]:
    return Programme.objects.filter(live=True).filter(Q(restricted_to=[]) | Q(restricted_to__overlap=list(member.audience_ids)))


# The running programme first, then the next, then the latest that ended; one text of it, in the reader's language if there is.
_CURRENT = together.rows("""
SELECT t.title, t.summary, t.slug FROM content_programme p
JOIN LATERAL (
    SELECT title, summary, slug FROM content_programmetext x WHERE x.programme_id = p.id
    ORDER BY (x.language = %(language)s) DESC, (x.language = %(first_language)s) DESC, x.id LIMIT 1
) t ON true
WHERE p.live AND (p.restricted_to = '{}' OR p.restricted_to && %(audiences)s::bigint[])
ORDER BY COALESCE(p.period_start <= %(today)s, true) AND COALESCE(p.period_end >= %(today)s, true) DESC,
    COALESCE(p.period_start > %(today)s, false) DESC, CASE WHEN p.period_start > %(today)s THEN p.period_start END,
    p.period_start DESC NULLS LAST, p.id
LIMIT 1
""")


def _link(found: list[dict[str, str]], _member: Member) -> ProgrammeLink | None:
    return next((ProgrammeLink(row["title"], row["summary"], url("content:programme", row["slug"])) for row in found), None)


# The programme that runs now, as the member may see it, in the reader's language.
CURRENT_PROGRAMME = together.Question(_CURRENT, _link)


def current_programme(member: Member) -> ProgrammeLink | None:
    """The programme that runs now, as ``member`` may see it, in the reader's language. One query."""
    (found,) = together.ask(member, CURRENT_PROGRAMME)
    return found  # type: ignore[no-any-return]


def best_text(texts: list[ProgrammeText]) -> ProgrammeText:
    """The text in the reader's language, else in the site's first, else any."""
    return min(texts, key=lambda text: (text.language != get_language(), text.language != settings.LANGUAGE_CODE, text.pk))


def _programme(id: int, row: Any) -> Anchor:
    title, slug, restricted_to = row
    return Anchor(title=title, url=url("content:programme", slug), restricted_to=tuple(restricted_to))


PROGRAMMES = Kind(
    f"""
    SELECT json_build_array(x.title, x.slug, p.restricted_to)
    FROM content_programmetext x JOIN content_programme p ON p.id = x.programme_id WHERE p.id = {{id}} AND p.live {BEST}
    """,
    _programme,
)


def may_open(member: Member, address: str) -> bool:
    """Whether ``member`` may open a file: whoever reads a text that shows it, and who writes the texts. One query at most.

    What no published text shows is a draft's, and for who writes. ``address`` is as file_uses.Use says.
    """
    if member.is_facilitator:
        return True
    read = " OR ".join(f"(u.kind = '{kind}' AND {condition})" for kind, condition in file_uses.readers)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT EXISTS (SELECT FROM content_fileuse u WHERE u.address = %(address)s
            AND (u.audience IS NULL OR u.audience = ANY (%(audiences)s::bigint[]))
            AND NOT u.unless && %(audiences)s::bigint[] AND ({read}))""",
            {"address": address, "audiences": list(member.audience_ids)},
        )
        return bool(cursor.fetchone()[0])


# Who reads a programme, for content.file_uses.
READS_PROGRAMME = """EXISTS (SELECT FROM content_programme p WHERE p.id = u.object_id AND p.live
    AND (p.restricted_to = '{}' OR p.restricted_to && %(audiences)s::bigint[]))"""


def title_of_programme(slug: str) -> str:
    """The title of a programme that is open to everybody, "" for others."""
    texts = list(ProgrammeText.objects.filter(slug=slug, programme__live=True, programme__restricted_to=[]).order_by("pk"))
    return best_text(texts).title if texts else ""
