"""The language in which somebody reads."""

from django.conf import settings
from django.utils.translation import get_language


def reading() -> str:
    """That of the page, mail or answer that is being made, a code of two letters: what is written here is set by its rules."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]
