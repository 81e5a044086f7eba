"""What people have to say on a member's home page: an objective that their manager proposes."""

from django.utils.translation import gettext as _

from essaim.kernel.suggestions import Suggestion
from essaim.ui.jinja import url

from .models import Member
from .teams import waiting_proposal


def suggestions_for(member: Member) -> list[Suggestion]:
    """At most one, and no query for who has no manager."""
    proposed = waiting_proposal(member) if member.manager_id else None
    if proposed is None:
        return []
    return [
        Suggestion(
            kind="people.proposal",
            label=_("On vous propose"),
            title=proposed.objective,
            url=url("people:proposal", proposed.id),
            why=_("Parce que %(name)s vous propose cet objectif. Votre réponse reste privée.") % {"name": proposed.manager},
            weight=0.78,
            deck=proposed.note,
            action=_("Répondre"),
        )
    ]
