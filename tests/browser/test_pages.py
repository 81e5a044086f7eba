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

# What members did first, for the ordinary run: those that no journey opens. The others have their turn in the full one.
UNVISITED = {
    "edit", "delete", "history", "reactions", "drafts", "quiet-hours-all", "unsubscribe", "accompaniments-claire",
    "files", "hidden-own", "moderate-thread", "testimony-proposed",
}  # fmt: skip

# Boxes that follow each other without any room between them.
GLUED = """() => {
    const lead = document.querySelector('main .lead'), boxes = lead ? [...lead.parentElement.children].filter(one => one.offsetHeight) : [];
    const room = (one, next) => next.getBoundingClientRect().top - one.getBoundingClientRect().bottom
        + parseFloat(getComputedStyle(next).paddingTop) + parseFloat(getComputedStyle(one).paddingBottom);
    const glued = (next, at) => next.matches('section, details, form') && room(boxes[at], next) < 4;
    return boxes.slice(1).filter(glued).map(one => one.outerHTML.slice(0, 120));
}"""


WAYS = (("en", 320), ("en", 1280), ("fr", 320))
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def reading(visit: Visit, site: Site, email: str, language: str, width: int) -> Page:
    """A browser whose reader reads in the language."""
    page = visit(email, language=language, width=width)
    if not email:
        page.context.add_cookies([{"name": "essaim_language", "value": language, "url": site.url}])
    else:
        page.goto("/people/preferences/")
        page.locator(f'input[name="language"][value="{language}"]').check()
        page.locator('form:has(input[name="language"]) button.button').first.click()
    return page


# The ordinary run looks at the French ones on a desktop, and at their width on a phone; the journeys look at English and at
# phones on their way. French last: it is what the journeys find afterwards.
@pytest.mark.parametrize(("language", "width"), [*(pytest.param(*way, marks=pytest.mark.full) for way in WAYS), ("fr", 1280)])
@pytest.mark.parametrize(
    "email", sorted({email for _name, email, _path in [*OURS, *MORE]}), ids=lambda email: email.split(".")[0] or "anyone"
)
def test_pages_are_accessible(email: str, language: str, width: int, site: Site, visit: Visit, check: Check) -> None:
    page = reading(visit, site, email, language, width)
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


@pytest.mark.parametrize(("language", "width", "names"), [
    *(pytest.param(*way, None, marks=pytest.mark.full) for way in (*WAYS, ("fr", 1280))), ("fr", 1280, UNVISITED),
])  # fmt: skip
def test_what_members_did_is_accessible(
    language: str,
    width: int,
    names: set[str] | None,
    site: Site,
    staged: list[tuple[str, str, str]],
    visit: Visit,
    check: Check,
) -> None:
    """Pages that are somebody's own, and what they show once there is something."""
    chosen = [page for page in staged if names is None or page[0] in names]
    assert names is None or len(chosen) == len(names)
    for email in sorted({email for _name, email, _path in chosen}):
        page = reading(visit, site, email, language, width)
        for name, who, path in chosen:
            if who != email:
                continue
            response = page.goto(path)
            assert response and response.status == 200, (name, path)
            assert page.locator("html").get_attribute("lang") == language, (name, path)
            check(page)
            assert page.locator("h1").count() == 1, (name, path)
            assert not (found := page.evaluate(GLUED)), (name, path, found)
            if width != 320:
                page.set_viewport_size({"width": 320, "height": 900})
                check_width(page)
                page.set_viewport_size({"width": width, "height": 900})


# The gallery shows every part once.
@pytest.mark.parametrize("pages", [("home", "lesson", "thread", "gallery"), pytest.param((), marks=pytest.mark.full)])
def test_dark_pages_keep_their_contrast(pages: tuple[str, ...], visit: Visit, check: Check) -> None:
    page = visit("claire.marchand@brindel.example", color_scheme="dark")
    for name, who, path in OURS:
        if who == "claire.marchand@brindel.example" and name != "not-found" and (name in pages or not pages):
            page.goto(path)
            check(page)
