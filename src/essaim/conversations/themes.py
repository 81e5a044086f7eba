"""Reads over themes, as far as conversations care."""

from essaim.kernel.names import fold
from essaim.organisation.models import Theme
from essaim.people.models import Member


def theme_for(member: Member, slug: str) -> Theme:
    """Raises Theme.DoesNotExist where there is none, or not for ``member``."""
    return Theme.objects.open_to(member.audience_ids).get(slug=slug[:80])


def theme_called(slug: str) -> Theme:
    """For facilitators, who arrange all of them. Raises Theme.DoesNotExist."""
    return Theme.objects.get(slug=slug[:80])


def arranged() -> list[Theme]:
    """All of them in their order, archived ones last; for facilitators."""
    return sorted(
        Theme.objects.order_by("pk"),
        key=lambda theme: (theme.archived_at is not None, theme.position, fold(theme.label), theme.pk),
    )
