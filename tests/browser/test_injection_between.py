"""Script injections between two people, and by mail: nothing runs, in pages nor in the mails that leave."""

import datetime
import json
import re

import psycopg
import pytest
from playwright.sync_api import Page

from tests.site import Site

from .conftest import in_the_demo
from .injecting import ALL, HALVES, IMAGE, TITLE, Visit, look, send, watched

CLAIRE, THOMAS, AURELIE, MARC = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "marc.delorme")
)
LIST = "/accompaniment/"


def _ask(asker: Page, name: str, text: str) -> str:
    asker.goto("/accompaniment/new/")
    helper = asker.get_by_role("radio", name=re.compile(name)).get_attribute("value") or ""
    day = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
    given = {"about": "", "text": text, "helper": helper, "day1": day, "hour1": "10:30", "place": IMAGE + TITLE}
    return send(asker, "/accompaniment/new/", given)


@pytest.mark.full
def test_an_accompaniment_and_its_testimony(visit: Visit, site: Site) -> None:
    asker, helper, other = watched(visit, THOMAS), watched(visit, AURELIE), watched(visit, CLAIRE)
    send(helper, "/accompaniment/volunteer/", {"willing": "on", "at_once": "3"})
    declined = _ask(asker, "Aurélie Vasseur", ALL)
    look(helper, declined, LIST, "/")
    send(helper, declined, {"word": HALVES[0]}, form="main form[action*='/decline/']")
    number = re.findall(r"(\d+)/$", declined)[0]
    look(asker, declined, LIST, f"/accompaniment/new/?again={number}")
    private = asker.goto(declined) and asker.get_by_role("link", name="Lire et écrire").get_attribute("href")
    look(asker, private or "")
    look(helper, private or "", declined)
    # Whoever said no is not offered again for a while.
    with psycopg.connect(site.environment["DATABASE_URL"]) as database:
        database.execute("DELETE FROM accompaniment_accompaniment WHERE id = %s", [number])

    address = _ask(asker, "Aurélie Vasseur", "Je voudrais y arriver.")
    helper.goto(address)
    time = helper.locator("main input[name=time]").first.get_attribute("value") or ""
    send(helper, address, {"time": time}, form="main form[action*='/accept/']")
    look(asker, address, LIST)
    with psycopg.connect(site.environment["DATABASE_URL"]) as database:
        database.execute("UPDATE accompaniment_accompaniment SET meets_at = now() - interval '1 hour' WHERE state = 'accepted'")
    send(asker, address, {"met": "yes"}, form="main form[action*='/meeting/']")
    send(asker, address, {"reached": "partly", "word": HALVES[1]}, form="main form[action*='/follow-up/']")
    look(helper, address)
    testimony = address.replace("/accompaniments/", "/testimonies/")
    send(asker, testimony, {"title": TITLE, "source": ALL, "signs": "on"}, form="main form:has([name=source])")
    look(asker, testimony, address)
    look(helper, testimony, address, LIST)
    send(helper, testimony, {}, form="main form[action*='/agree/']")
    look(asker, testimony)
    public = asker.get_by_role("link", name="Lire le fil public").get_attribute("href") or ""
    look(other, public, "/conversations/threads/?kind=testimony", "/search/?q=pwned", "/")


@pytest.mark.full
def test_an_answer_by_mail_and_the_mails_that_tell_of_it(visit: Visit, site: Site) -> None:
    answering, other, facilitator = watched(visit, CLAIRE), watched(visit, THOMAS), watched(visit, AURELIE)
    made = f"from tests.stage.mails import answer_in_html; answer_in_html({CLAIRE!r}, {THOMAS!r}, {MARC!r}, text={ALL!r}, title={TITLE!r})"
    found = json.loads(in_the_demo(site, made))
    for page in (answering, other, facilitator):
        look(page, found["thread"])
        assert page.locator("article.post", has_text="pwned").count() == 1
    look(answering, found["mail"])
    look(facilitator, found["mail"])
    assert "pwned" in facilitator.locator("main").inner_text()
    # Told at once, and in the digest: the demo shows what left.
    names: set[str] = set()
    for _ in range(60):
        other.goto("/notifications/mails/")
        lines = (
            other.locator("main .lines > li").filter(has_text=re.compile("thomas.quere|marc.delorme")).filter(has_text="pwned")
        )
        names = {line.locator("h2 a").get_attribute("href") or "" for line in lines.all()}
        if len(names) >= 2:
            break
        other.wait_for_timeout(500)
    assert len(names) >= 2, names
    look(other, "/notifications/mails/", "/notifications/", *sorted(names))
    for name in sorted(names):
        other.goto(f"{name}html/")
        assert "pwned" in other.locator("body").inner_text()
        other.wait_for_timeout(150)
        assert other.evaluate("window.ran || 0") == 0
        assert other.locator(":is(script, img, svg, iframe, object, embed, style, base, form)").count() == 0
