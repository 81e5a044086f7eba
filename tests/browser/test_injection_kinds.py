"""Script injections in what threads have beside their posts, and in what is said of posts: nothing runs."""

import re

import pytest

from .injecting import ALL, HALVES, IMAGE, PAYLOADS, TITLE, Visit, look, look_here, post, send, watched

CLAIRE, THOMAS, AURELIE, JULIE = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "julie.kerdreux")
)
NEW = "/conversations/threads/new/"
# A poll has twelve answers at most, and no two that differ in capitals alone.
POLLS = [PAYLOADS[at::6] for at in range(6)]


@pytest.mark.parametrize("options", [POLLS[0], *(pytest.param(some, marks=pytest.mark.full) for some in POLLS[1:])])
def test_answers_of_a_poll(options: list[str], visit: Visit) -> None:
    writer, reader = watched(visit, AURELIE), watched(visit, THOMAS)
    asked = {"kind": "poll", "title": TITLE, "source": "", "options": "\n".join(options), "multiple": "on"}
    thread = post(writer, NEW, asked)
    look(reader, thread)
    chosen = reader.locator(".poll input[name=option]")
    assert chosen.count() == len(options)
    send(reader, thread, {"option": chosen.last.get_attribute("value") or ""}, form=".poll form")
    look(reader, thread)
    assert reader.locator(".results li").count() == len(options)
    look(writer, thread)


@pytest.mark.full
def test_a_page_seen_on_the_web(visit: Visit) -> None:
    writer, reader = watched(visit, AURELIE), watched(visit, THOMAS)
    found = {"kind": "finding", "title": TITLE, "source": "Voici."}
    links = (
        "https://example.org/?a=javascript:pwned()",
        "example.org/#(onmouseover=pwned())",
        "https://example.org/%22onerror=pwned()",
    )
    for link, origin in zip(links, (IMAGE, "<svg onload=pwned()>", "'onmouseover='pwned()"), strict=True):
        thread = post(writer, NEW, found | {"link": link, "origin": origin})
        look(reader, thread)
        assert (reader.locator(".found a").get_attribute("href") or "").endswith(link)
    writer.goto(thread)
    address = writer.locator(".opening a[href*='/edit/']").get_attribute("href") or ""
    look(writer, address)
    post(writer, address, {"title": TITLE, "source": "Voilà.", "link": links[0], "origin": IMAGE, "theme": ""})
    look(reader, address.replace("/edit/", "/history/"), "/conversations/threads/?kind=finding")
    # What is refused comes back as it was typed: it is no address of the web.
    writer.goto(NEW)
    writer.locator("input[name=kind][value=finding]").check()
    for name, words in (("title", ALL[:390]), ("link", " ".join(PAYLOADS)), ("origin", ALL[-390:].replace("\n", " "))):
        writer.locator(f"input[name={name}]").fill(words)
    writer.locator("textarea[name=options]").evaluate("(field, text) => { field.value = text; }", ALL)
    writer.locator("textarea[name=source]").evaluate("(field, text) => { field.value = text; }", ALL)
    writer.get_by_role("button", name="Publier").click()
    writer.wait_for_selector("main [role=alert]")
    look_here(writer)
    assert "javascript:pwned()" in writer.locator("input[name=link]").input_value()


@pytest.mark.full
def test_reports_and_what_facilitators_say(visit: Visit) -> None:
    author, reporter, facilitator = watched(visit, THOMAS), watched(visit, JULIE), watched(visit, AURELIE)
    thread = re.sub(r"[?#].*", "", post(author, NEW, {"kind": "discussion", "title": TITLE, "source": "Bonjour."}))
    posts = [post(author, thread, {"source": PAYLOADS[4]}).rpartition("#post-")[2] for _half in HALVES]
    for id, words in zip(posts, HALVES, strict=True):
        look(reporter, f"/conversations/reports/{id}/")
        send(reporter, f"/conversations/reports/{id}/", {"reason": "hurtful", "text": words})
    look(facilitator, "/conversations/moderation/")
    for id, words, act in zip(posts, HALVES, ("hide", "warn"), strict=True):
        one = f"/conversations/moderation/posts/{id}/"
        look(facilitator, one)
        send(facilitator, one, {"reason": words, "act": act})
        look(facilitator, one)
    number = re.findall(r"/threads/(\d+)/", thread)[0]
    run = f"/conversations/moderation/threads/{number}/"
    send(facilitator, run, {"reason": HALVES[0], "act": "lock"})
    # Refused: no such thread to put it with, and what was typed comes back.
    facilitator.goto(run)
    for name, words in (("reason", ALL), ("into", IMAGE), ("title", TITLE)):
        facilitator.locator(f"main [name={name}]").fill(words)
    facilitator.locator("main button[value=merge]").click()
    facilitator.wait_for_selector("main [role=alert]")
    look_here(facilitator)
    look(facilitator, run, thread, "/conversations/moderation/")
    look(author, thread, "/conversations/moderation/mine/")
    for _ in range(40):
        author.goto("/notifications/")
        if "pwned" in author.locator("main").inner_text():
            break
        author.wait_for_timeout(500)
    look(author, "/notifications/", "/")
    look(reporter, "/notifications/", thread)
