"""One page in several languages: which of them says what all share."""

from typing import TypeVar

from django.conf import settings

from .models import BasePage

P = TypeVar("P", bound=BasePage)


def leading(page: P) -> P:
    """The translation that decides audiences, people and order: the live one in the site's first language, else ``page``."""
    if page.language == settings.LANGUAGE_CODE:
        return page
    others = type(page).objects.filter(translation_key=page.translation_key, live=True)
    return others.filter(locale__language_code=settings.LANGUAGE_CODE).first() or page
