"""Programmes for tests: ``from essaim.content.tests.factories import make_programme``."""

import itertools
from typing import Any, TypeVar

from wagtail.models import Locale, Page

from essaim.content.models import BasePage, ProgrammePage

_numbers = itertools.count(1)
P = TypeVar("P", bound=BasePage)


def published(page: P) -> P:
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_programme(language: str = "fr", **fields: Any) -> ProgrammePage:
    n = next(_numbers)
    locale = Locale.objects.get(language_code=language)
    many = {name: fields.pop(name, []) for name in ("restricted_to", "facilitators")}
    page = ProgrammePage(**({"title": f"Programme {n}", "slug": f"programme-{n}", "locale": locale} | fields))
    for name, value in many.items():
        setattr(page, name, value)
    Page.objects.get(depth=1).add_child(instance=page)
    return published(page)
