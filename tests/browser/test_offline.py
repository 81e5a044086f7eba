"""Without a network, in a real browser: the page that says so, in the reader's language, and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

CLAIRE = "claire.marchand@brindel.example"
READY = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


def _kept(page: Page) -> list[str]:
    """Addresses of all that the browser keeps for the site."""
    return page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()"""
    )


@pytest.mark.parametrize(
    ("language", "words"), [pytest.param("en", "You are offline", marks=pytest.mark.full), ("fr", "Vous êtes hors ligne")]
)
def test_without_a_network_a_page_says_so(
    language: str, words: str, site: Site, visit: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    page = visit(language="fr")
    page.goto("/people/account/sign-in/")
    page.wait_for_function(READY)
    # The language of the last page holds, whatever the browser itself prefers.
    page.context.add_cookies([{"name": "essaim_language", "value": language, "url": site.url}])
    page.goto("/people/codes/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.context.set_offline(True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/people/account/sign-in/")
        expect(page.locator("h1")).to_have_text(words)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.evaluate("getComputedStyle(document.querySelector('.button')).backgroundColor") != "rgba(0, 0, 0, 0)"
        check(page)
    page.context.set_offline(False)
    expect(page.locator("[data-back]")).to_be_visible()
    page.locator("[data-again]").click()
    expect(page.locator('input[name="email"], input[name="login"]').first).to_be_visible()


def test_no_page_of_anybody_is_kept(visit: Callable[..., Page]) -> None:
    page = visit(CLAIRE)
    page.wait_for_function(READY)
    for path in ("/conversations/threads/", "/privacy/data/", "/"):
        page.goto(path)
    kept = _kept(page)
    assert kept
    ours = ("/static/", "/offline/", "/organisation/logo/", "/organisation/theme/")
    assert [path for path in kept if not path.startswith(ours)] == []


def test_the_browser_finds_nothing_that_keeps_the_site_from_being_installed(visit: Callable[..., Page]) -> None:
    page = visit(CLAIRE)
    page.wait_for_function(READY)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["url"].endswith("/organisation/manifest/") and found["errors"] == []
    wrong = [error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    # A window without a profile of its own never installs anything.
    assert [error for error in wrong if error != "in-incognito"] == []
