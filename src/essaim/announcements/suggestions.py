"""What the facilitators want a member to read now."""

from django.utils.translation import gettext as _

from essaim.kernel.markup import excerpt, to_text
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member
from essaim.ui.jinja import url

from .queries import on_home


def suggestions_for(member: Member) -> list[Suggestion]:
    """At most two, the latest first: one query. They go away when they are opened or put away."""
    return [
        Suggestion(
            kind="announcements.announcement",
            label=_("Annonce"),
            title=row.title,
            url=url("announcements:announcement", row.id),
            why=_('Parce que vous faites partie de "%(audience)s".') % {"audience": row.audiences[0]}
            if row.audiences
            else _("Parce que cette annonce s'adresse à tous."),
            weight=0.86 - 0.12 * rank,
            deck=excerpt(to_text(row.html), 180),
            action=_("Lire l'annonce"),
            dismiss=url("announcements:put-away", row.id),
        )
        for rank, row in enumerate(on_home(member))
    ]
