"""What every domain proposes to a member."""

from essaim.announcements import api as announcements
from essaim.conversations import api as conversations
from essaim.kernel.suggestions import Suggestion
from essaim.learning import api as learning
from essaim.people import api as people
from essaim.people.models import Member


def worth_doing(member: Member) -> list[Suggestion]:
    """Everything that might be worth doing now, in no order. The member's roles and audiences are loaded."""
    return [
        *learning.suggestions_for(member),
        *conversations.suggestions_for(member),
        *announcements.suggestions_for(member),
        *people.suggestions_for(member),
    ]
