"""Journeys in Debian's Chromium on a real site (tests.site)."""

import contextlib
import json
import re
import shutil
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import servers
from tests.site import Site, running

MAIL_DOMAIN = "reponses.brindel.example"

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            # One site for all journeys: they stay in one process.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[Site]:
    # Its tables are the tests' own: that the demo makes them itself is for tests.full.
    with servers.database(migrated=True) as database, running(database) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


SCRIPTLESS: weakref.WeakSet[BrowserContext] = weakref.WeakSet()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """The cookies of those who came before: they come again with the same session, as people do."""
    return {}


@pytest.fixture
def visit(site: Site, chromium: Browser, signed_in: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """``visit(email, width=1280, js=True, language="fr")``: a fresh browser, signed in when an address is given."""
    contexts: list[BrowserContext] = []

    def open_page(email: str = "", *, width: int = 1280, js: bool = True, language: str = "fr", **options: Any) -> Page:
        given = {"base_url": site.url, "viewport": {"width": width, "height": 900}, **options}
        locale = {"fr": "fr-FR", "en": "en-GB"}[language]
        if email in signed_in:
            given["storage_state"] = signed_in[email]
        context = chromium.new_context(java_script_enabled=js, locale=locale, timezone_id="Europe/Paris", **given)
        contexts.append(context)
        if not js:
            SCRIPTLESS.add(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"an error in a script: {error}"))
        if email:
            page.goto("/")
            if "/sign-in/" in page.url:
                sign_in(page, email)
                signed_in[email] = {"cookies": context.cookies(), "origins": []}
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    """Enters as a person of the demo, with the one click of its sign-in page."""
    page.goto("/people/account/sign-in/")
    page.locator(f'form:has(input[value="{email}"]) button, button[value="{email}"]').first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def thread_about(page: Page, title: str) -> str:
    """Opens the thread whose title begins so, wherever the demo put it; returns its address."""
    page.goto("/conversations/threads/")
    while not (found := page.locator("main .lines a", has_text=title)).count():
        page.locator("main a[rel=next]").click()
    page.goto(re.sub(r"unread/$", "", found.first.get_attribute("href") or ""))
    return page.url


@pytest.fixture(scope="session")
def staged(site: Site) -> list[tuple[str, str, str]]:
    """What members did in the demo (tests.stage): pages as in ``screenshots.PAGES``."""
    cast = [f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "yann.legoff")]
    return [tuple(page) for page in json.loads(in_the_demo(site, f"from tests.stage import stage_demo; stage_demo(*{cast})"))]


def in_the_demo(site: Site, code: str) -> str:
    """Runs Python on what the served demo keeps, in a process of its own where answers by mail are open; what it printed last."""
    with_mail = Site(site.url, site.folder, {**site.environment, "ESSAIM_MAIL_DOMAIN": MAIL_DOMAIN})
    return with_mail.essaim("manage", "shell", "-v", "0", "-c", code).splitlines()[-1]


def check_width(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Fails with every finding of axe (WCAG 2.2 AA) and when the page is wider than its window."""

    def run(page: Page) -> None:
        check_width(page)
        if page.context in SCRIPTLESS:
            # axe needs scripts and would wait for ever: it looks at the same page in a context that has them.
            browser = page.context.browser
            assert browser is not None
            twin = browser.new_context(storage_state=page.context.storage_state(), viewport=page.viewport_size)
            with contextlib.closing(twin):
                twin.new_page().goto(page.url)
                run(twin.pages[0])
            return
        page.evaluate(AXE)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags)
        lines = [
            f"{v['id']}: {v['help']}\n    " + "\n    ".join(node["html"][:160] for node in v["nodes"][:4])
            for v in found["violations"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return run
