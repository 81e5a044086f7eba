"""What the facilitators want a member to read now."""

from typing import Any

from django.utils.translation import gettext as _

from essaim.kernel import together
from essaim.kernel.markup import excerpt, to_text
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member
from essaim.ui.jinja import url

from .queries import ON_HOME


def _suggestions(found: list[dict[str, Any]], _member: Member) -> list[Suggestion]:
    return [
        Suggestion(
            kind="announcements.announcement",
            label=_("Annonce"),
            title=row["title"],
            url=url("announcements:announcement", row["id"]),
            why=_('Parce que vous faites partie de "%(audience)s".') % {"audience": row["audiences"][0]}
            if row["audiences"]
            else _("Parce que cette annonce s'adresse à tous."),
            weight=0.86 - 0.12 * rank,
            deck=excerpt(to_text(row["html"]), 180),
            action=_("Lire l'annonce"),
            dismiss=url("announcements:put-away", row["id"]),
            language=row["language"],
        )
        for rank, row in enumerate(found)
    ]


# At most two, the latest first. They go away when they are opened or put away.
SUGGESTIONS = together.Question(together.rows(ON_HOME), _suggestions)
