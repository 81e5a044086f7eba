"""What every domain proposes to a member."""

import dataclasses

from essaim.accompaniment import api as accompaniment
from essaim.announcements import api as announcements
from essaim.content import api as content
from essaim.conversations import api as conversations
from essaim.kernel import together
from essaim.kernel.suggestions import Suggestion
from essaim.learning import api as learning
from essaim.people import api as people
from essaim.people.models import Member


def worth_doing(member: Member) -> list[Suggestion]:
    """Everything that might be worth doing now, in no order. The member's roles and audiences are loaded.

    What is between two people is not in it: it goes into no digest.
    """
    answers = together.ask(
        member, learning.SUGGESTIONS, conversations.suggestions(between=False), announcements.SUGGESTIONS, people.SUGGESTIONS
    )
    return [one for found in answers for one in found]


@dataclasses.dataclass(frozen=True)
class Gathered:
    """What home shows: all that might be worth doing, in no order, and the programme that runs."""

    suggestions: list[Suggestion]
    programme: content.ProgrammeLink | None


def gather(member: Member) -> Gathered:
    """Everything for the home page, in one statement."""
    programme, *answers = together.ask(
        member, content.CURRENT_PROGRAMME, learning.SUGGESTIONS, conversations.suggestions(), announcements.SUGGESTIONS,
        people.SUGGESTIONS, accompaniment.SUGGESTIONS,
    )  # fmt: skip
    return Gathered([one for found in answers for one in found], programme)
