"""Lists of script injections (payloads.txt), written in every field that others read, and looked at in Chromium: nothing runs."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import thread_about

CLAIRE, THOMAS, AURELIE, MARC = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "marc.delorme")
)
LINES = (Path(__file__).with_name("payloads.txt")).read_text().splitlines()
PAYLOADS = [line for line in LINES if line and not line.startswith("# ")]
ALL = "\n\n".join(PAYLOADS)
SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'><script>pwned()</script><rect width='9' height='9'/></svg>"
Visit = Callable[..., Page]

# A site whose policy of content is broken must be safe too: the pages are looked at without it.
WATCH = "window.pwned = () => { window.ran = (window.ran || 0) + 1; document.title = 'PWNED'; };"


@pytest.fixture
def reader(visit: Visit) -> Page:
    page = visit(THOMAS, bypass_csp=True)
    page.context.add_init_script(WATCH)
    # A link is clicked, a dialog would open.
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    return page


@pytest.fixture
def writer(visit: Visit) -> Page:
    page = visit(CLAIRE, bypass_csp=True)
    page.context.add_init_script(WATCH)
    return page


def look(page: Page, address: str) -> None:
    """Opens a page, passes over every element of it, clicks what looks like a payload's link."""
    page.goto(address)
    page.evaluate(
        """() => { for (const one of document.querySelectorAll('main *')) for (const kind of ['mouseover', 'mouseenter', 'focus', 'error', 'toggle'])
            one.dispatchEvent(new Event(kind, { bubbles: true })); }"""
    )
    assert (
        page.locator(
            "main .said a[href^='javascript' i], main .said a[href^='data:' i], main .said a[href^='vbscript' i]"
        ).count()
        == 0
    )
    page.wait_for_timeout(150)
    assert page.evaluate("window.ran || 0") == 0, address
    assert "PWNED" not in page.title(), address


def post(page: Page, address: str, fields: dict[str, str], files: list[dict[str, object]] | None = None) -> str:
    """Sends a page's own form with what no page would let one type; returns the address one is led to."""
    page.goto(address)
    form = page.locator("main form[enctype]").first
    token = form.locator("[name=csrfmiddlewaretoken]").input_value()
    key = form.locator("[name=key]").input_value() if form.locator("[name=key]").count() else ""
    body = {"csrfmiddlewaretoken": token, "key": key, **fields}
    for file in files or []:
        body["files"] = file  # type: ignore[assignment]
    answer = page.request.post(page.url, multipart=body, headers={"Referer": page.url})
    assert answer.ok, (answer.status, re.findall(r'role="alert".*?</div>', answer.text(), re.S)[:1])
    return answer.url


def test_nothing_that_is_written_runs(writer: Page, reader: Page) -> None:
    picture = {"name": '"><img src=x onerror=pwned()>.svg', "mimeType": "image/svg+xml", "buffer": SVG.encode()}
    title = '</title><script>pwned()</script> <img src=x onerror=pwned()> "onmouseover=pwned()'
    thread = post(
        writer, "/conversations/threads/new/",
        {"kind": "question", "title": title, "source": ALL[:9000], "alt": '"><img src=x onerror=pwned()>'}, [picture],
    )  # fmt: skip
    look(reader, thread)
    assert reader.locator(".enclosed img").count() == 1
    look(reader, reader.locator(".enclosed a").first.get_attribute("href") or "")
    for at in range(0, len(PAYLOADS), 12):
        post(writer, thread.split("#")[0], {"source": "\n\n".join(PAYLOADS[at : at + 12]), "place": ""})
    look(reader, thread.split("#")[0])
    # Changed: its versions, and the editor in which it stands.
    writer.goto(thread)
    edit = writer.locator("a[href$='/edit/'], a[href*='/edit/?']").last.get_attribute("href") or ""
    post(writer, edit, {"source": "Autre. " + ALL[:9000]})
    number = re.findall(r"/posts/(\d+)/", edit)[0]
    look(reader, f"/conversations/posts/{number}/history/")
    look(reader, f"/conversations/posts/{number}/reactions/")
    look(reader, f"{thread.split('#')[0]}?quote={number}")
    writer.goto(edit)
    writer.wait_for_selector(".ProseMirror")
    look(writer, edit)
    # Found, told, listed.
    look(reader, "/conversations/threads/")
    look(reader, "/search/?q=pwned")


@pytest.mark.full
def test_a_draft_does_not_run_in_its_writers_own_editor(writer: Page) -> None:
    thread = thread_about(writer, "Trois semaines à répondre")
    place = writer.locator("#composer [name=place]").input_value()
    token = writer.locator("#composer [name=csrfmiddlewaretoken]").input_value()
    body = {"csrfmiddlewaretoken": token, "place": place, "source": ALL, "title": "<img src=x onerror=pwned()>"}
    assert writer.request.post("/conversations/drafts/save/", form=body, headers={"Referer": writer.url}).ok
    look(writer, "/conversations/drafts/")
    writer.goto(thread)
    writer.locator("#composer textarea").click()
    writer.wait_for_selector(".ProseMirror")
    writer.wait_for_function("document.querySelector('.ProseMirror').textContent.includes('pwned')")
    writer.wait_for_timeout(300)
    assert writer.evaluate("window.ran || 0") == 0
    # Pasted as a web page, into the editor.
    writer.evaluate(
        """html => { const data = new DataTransfer(); data.setData('text/html', html);
        document.querySelector('.ProseMirror').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }""",
        "<p>x</p>".join(PAYLOADS),
    )
    writer.wait_for_timeout(300)
    assert writer.evaluate("window.ran || 0") == 0
    assert writer.locator(".ProseMirror :is(script, img:not(.ProseMirror-separator), iframe, svg, style, object)").count() == 0
    writer.request.post("/conversations/drafts/discard/", form=body, headers={"Referer": writer.url})


@pytest.mark.full
def test_team_pages_and_introductions_run_nothing(writer: Page, reader: Page, visit: Visit) -> None:
    writer.goto("/people/teams/")
    writer.locator("main a[href^='/people/teams/']").last.click()
    leader = visit(AURELIE)
    leader.goto(f"{writer.url}edit/")
    fields = {name: leader.locator(f"main [name={name}]").input_value() for name in ("csrfmiddlewaretoken", "version")}
    for half in (PAYLOADS[::2], PAYLOADS[1::2]):
        answer = leader.request.post(
            leader.url, form={**fields, "source": "\n\n".join(half)[:9000]}, headers={"Referer": leader.url}
        )
        assert answer.ok and not answer.url.endswith("/edit/"), answer.url
        look(reader, writer.url)
        look(reader, f"{writer.url}history/")
        leader.reload()
        fields["version"] = leader.locator("main [name=version]").input_value()
    # Whoever has not introduced themselves may; the newcomer of the demo is left for her own journey.
    newcomer = visit(MARC)
    newcomer.goto("/conversations/introductions/new/")
    fields = {name: newcomer.locator(f"main [name={name}]").first.input_value() for name in ("csrfmiddlewaretoken", "key")}
    half = len(PAYLOADS) // 2
    texts = {"does": "\n\n".join(PAYLOADS[:half]), "ask": "\n\n".join(PAYLOADS[half:])}
    answer = newcomer.request.post(newcomer.url, form={**fields, **texts}, headers={"Referer": newcomer.url})
    assert answer.ok and "/conversations/threads/" in answer.url, answer.url
    look(reader, answer.url)
    look(reader, "/conversations/introductions/")
