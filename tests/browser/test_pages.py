"""Every main page, in both languages and at both widths: no finding of axe, nothing wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site import Site

from .conftest import check_width
from .screenshots import MORE, PAGES

# Wagtail's own admin is checked by Wagtail.
OURS = [entry for entry in PAGES if entry[0] != "admin"]
SAYING_NO = {"not-found": 404, "not-for-me": 403, "void-link": 404, "void-invitation": 404, "void-set-up": 410}


# The ordinary run looks at the French ones on a desktop, and at their width on a phone; the journeys look at English and at
# phones on their way. French last: it is what the journeys find afterwards.
@pytest.mark.parametrize(("language", "width"), [
    *(pytest.param(*way, marks=pytest.mark.full) for way in (("en", 320), ("en", 1280), ("fr", 320))), ("fr", 1280),
])  # fmt: skip
@pytest.mark.parametrize(
    "email", sorted({email for _name, email, _path in [*OURS, *MORE]}), ids=lambda email: email.split(".")[0] or "anyone"
)
def test_pages_are_accessible(
    email: str, language: str, width: int, site: Site, visit: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    page = visit(email, language=language, width=width)
    if not email:
        page.context.add_cookies([{"name": "essaim_language", "value": language, "url": site.url}])
    if email:
        page.goto("/people/preferences/")
        page.locator(f'input[name="language"][value="{language}"]').check()
        page.locator('form:has(input[name="language"]) button.button').first.click()
    for name, who, path in [*OURS, *(MORE if width == 320 else [])]:
        if who != email:
            continue
        response = page.goto(path)
        assert response and response.status == SAYING_NO.get(name, 200), path
        assert page.locator("html").get_attribute("lang") == language, path
        check(page)
        assert page.locator("h1").count() == 1, path
        page.set_viewport_size({"width": 320, "height": 900})
        check_width(page)
        page.set_viewport_size({"width": width, "height": 900})


# The gallery shows every part once.
@pytest.mark.parametrize("pages", [("home", "lesson", "thread", "gallery"), pytest.param((), marks=pytest.mark.full)])
def test_dark_pages_keep_their_contrast(
    pages: tuple[str, ...], visit: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    page = visit("claire.marchand@brindel.example", color_scheme="dark")
    for name, who, path in OURS:
        if who == "claire.marchand@brindel.example" and name != "not-found" and (name in pages or not pages):
            page.goto(path)
            check(page)
