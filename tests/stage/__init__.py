"""What pages show only once members have done something, done by the actions that the pages call.

For the tests of accessibility, in the demo, and of HTML, in a database of their own: both look at the same pages.
"""

import json

from django.db.models import F

from essaim.conversations.actions.writing import PACE
from essaim.conversations.models import Post
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.queries import load_member

from .cast import Cast, Staged
from .conversations import answered, kept, kinds, moderated
from .mails import by_mail
from .pairs import accompanied


def stage(cast: Cast) -> list[Staged]:
    """Has the cast do what there is to see; returns the pages that show it. Answers by mail must be open."""
    return [page for act in (answered, kinds, moderated, kept, by_mail, accompanied) for page in act(cast)]


def stage_demo(*emails: str) -> None:
    """For the demo, in a process of its own: prints the pages as JSON, with the address of whoever sees each."""
    cast = Cast(*(load_member(Member.objects.get(email=email).pk) for email in emails))  # type: ignore[arg-type]
    _have_rested(cast)
    shown = [(name, getattr(cast, who).email if who else "", path) for name, who, path in stage(cast)]
    _have_rested(cast)
    print(json.dumps(shown))  # noqa: T201


def _have_rested(cast: Cast) -> None:
    """Journeys before and after write in the same names, and nobody may write so much in ten minutes."""
    lately = Post.objects.filter(author__in=cast, created_at__gt=clock.now() - PACE)
    lately.update(created_at=F("created_at") - PACE)


__all__ = ["Cast", "Staged", "stage", "stage_demo"]
