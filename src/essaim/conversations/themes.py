"""Reads over themes, as far as conversations care."""

from essaim.organisation.models import Theme
from essaim.people.models import Member


def theme_for(member: Member, slug: str) -> Theme:
    """Raises Theme.DoesNotExist where there is none, or not for ``member``."""
    return Theme.objects.open_to(member.audience_ids).get(slug=slug[:80])


def theme_called(slug: str) -> Theme:
    """For facilitators, who arrange all of them. Raises Theme.DoesNotExist."""
    return Theme.objects.get(slug=slug[:80])
