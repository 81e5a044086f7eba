"""What learning proposes to a member now, for their page."""

from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member


def suggestions_for(member: Member) -> list[Suggestion]:
    """At most four."""
    return []
