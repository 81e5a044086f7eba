"""Script injections, written in every field that others read, and looked at in Chromium: nothing runs."""

import re

import pytest
from playwright.sync_api import Page

from .conftest import thread_about
from .injecting import ALL, IMAGE, PAYLOADS, TITLE, Visit, look, post, watched

CLAIRE, THOMAS, AURELIE, MARC = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "marc.delorme")
)
SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'><script>pwned()</script><rect width='9' height='9'/></svg>"


@pytest.fixture
def reader(visit: Visit) -> Page:
    return watched(visit, THOMAS)


@pytest.fixture
def writer(visit: Visit) -> Page:
    return watched(visit, CLAIRE)


def test_nothing_that_is_written_runs(writer: Page, reader: Page) -> None:
    picture = {"name": f"{IMAGE}.svg", "mimeType": "image/svg+xml", "buffer": SVG.encode()}
    thread = post(
        writer, "/conversations/threads/new/",
        {"kind": "question", "title": TITLE, "source": ALL[:9000], "alt": IMAGE}, [picture],
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
