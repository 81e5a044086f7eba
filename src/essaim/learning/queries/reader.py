"""What every query asks of the reader: what they may see, and in which language."""

from typing import Any

from django.conf import settings

from essaim.kernel.language import reading
from essaim.people.models import Member

# A name of the organisation in the reader's language, of a row called a.
NAME = "CASE WHEN %(language)s = 'en' AND a.name_en <> '' THEN a.name_en ELSE replace(a.name, '''', '’') END"
VISIBLE = "(s.restricted_to = '{}' OR s.restricted_to && %(audiences)s::bigint[])"

# Who reads a sequence or a lesson, for content.file_uses.
READS_SEQUENCE = f"EXISTS (SELECT FROM learning_sequence s WHERE s.id = u.object_id AND s.live AND {VISIBLE})"
READS_LESSON = f"""EXISTS (SELECT FROM learning_lesson l JOIN learning_sequence s ON s.id = l.sequence_id
    WHERE l.id = u.object_id AND l.live AND s.live AND {VISIBLE})"""


def reader(member: Member) -> dict[str, Any]:
    """What every query here asks of the reader."""
    return {
        "me": member.pk,
        "audiences": list(member.audience_ids),
        "language": reading(),
        "first": settings.LANGUAGE_CODE,
    }
