"""What people have to say on a member's home page: an objective that their manager proposes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel.suggestions import Suggestion

from .models import Member
from .teams import proposals_to


def suggestions_for(member: Member) -> list[Suggestion]:
    """At most one, and no query for who has no manager."""
    if not member.manager_id:
        return []
    return [
        Suggestion(
            kind="people.proposal",
            label=_("On vous propose"),
            title=row.proposal.objective.label,
            url=reverse("people:proposal", args=[row.proposal_id]),
            why=_("Parce que %(name)s vous propose cet objectif. Votre réponse reste privée.")
            % {"name": row.proposal.manager.name},
            weight=0.78,
            deck=row.proposal.note,
            action=_("Répondre"),
        )
        for row in proposals_to(member, open_only=True)[:1]
    ]
