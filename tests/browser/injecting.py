"""Lists of script injections (payloads.txt), what is posted with them, and the look at pages that shows whether one runs."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

LINES = (Path(__file__).with_name("payloads.txt")).read_text().splitlines()
PAYLOADS = [line for line in LINES if line and not line.startswith("# ")]
ALL = "\n\n".join(PAYLOADS)
# For fields that take less.
HALVES = ["\n\n".join(PAYLOADS[::2]), "\n\n".join(PAYLOADS[1::2])]
TITLE = '</title><script>pwned()</script> <img src=x onerror=pwned()> "onmouseover=pwned()'
IMAGE = '"><img src=x onerror=pwned()>'
Visit = Callable[..., Page]

# A site whose policy of content is broken must be safe too: the pages are looked at without it.
WATCH = "window.pwned = () => { window.ran = (window.ran || 0) + 1; document.title = 'PWNED'; };"
SCHEMES = ", ".join(f"main :is(a, area)[href^='{scheme}:' i]" for scheme in ("javascript", "data", "vbscript"))


def watched(visit: Visit, email: str) -> Page:
    """A browser in which a payload that runs is seen."""
    page = visit(email, bypass_csp=True)
    page.context.add_init_script(WATCH)
    # A link is clicked, a dialog would open.
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    return page


def look(page: Page, *addresses: str) -> None:
    """Opens pages, and passes over every element of each."""
    for address in addresses:
        answer = page.goto(address)
        assert answer and answer.ok, (address, answer and answer.status)
        look_here(page)


def look_here(page: Page) -> None:
    """Opens what is folded, passes over every element, and finds no link that would run something."""
    page.evaluate(
        """() => { for (const one of document.querySelectorAll('main details')) one.open = true;
        for (const one of document.querySelectorAll('body *')) for (const kind of ['mouseover', 'mouseenter', 'focus', 'error', 'toggle'])
            one.dispatchEvent(new Event(kind, { bubbles: true })); }"""
    )
    assert page.locator(SCHEMES).count() == 0, page.url
    page.wait_for_timeout(150)
    assert page.evaluate("window.ran || 0") == 0, page.url
    assert "PWNED" not in page.title(), page.url


def post(page: Page, address: str, fields: dict[str, str], files: list[dict[str, object]] | None = None) -> str:
    """Sends the writing form of a page with what no page would let one type; returns the address one is led to."""
    body: dict[str, object] = dict(fields)
    for file in files or []:
        body["files"] = file
    return _send(page, address, "main form[enctype]", body)


def send(page: Page, address: str, fields: dict[str, str], form: str = "main form[method=post]") -> str:
    """The same for any other form of a page; ``form`` says which."""
    return _send(page, address, form, dict(fields))


def _send(page: Page, address: str, form: str, body: dict[str, object]) -> str:
    page.goto(address)
    shown = page.locator(form).first
    for name in ("csrfmiddlewaretoken", "key", "version"):
        if shown.locator(f"[name={name}]").count():
            body.setdefault(name, shown.locator(f"[name={name}]").first.input_value())
    where = shown.evaluate("form => form.action")
    answer = page.request.post(where, multipart=body, headers={"Referer": page.url})  # type: ignore[arg-type]
    assert answer.ok, (answer.status, re.findall(r'role="alert".*?</', answer.text(), re.S)[:3])
    return answer.url
