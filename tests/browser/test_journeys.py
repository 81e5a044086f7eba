"""The loop, end to end, as its people walk it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CLAIRE, THOMAS, AURELIE, JULIE = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "julie.kerdreux")
)
LESSON = "/learning/lessons/repondre-en-public/quand-passer-en-prive/"
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def test_each_gets_what_fits_their_job(visit: Visit) -> None:
    claire, thomas = visit(CLAIRE), visit(THOMAS)
    for page in (claire, thomas):
        page.goto("/")
        assert 1 <= page.locator("main h1 a, main .lines > li").count() <= 7
        whys = page.locator("main .why")
        assert whys.count() == page.locator("main h1 a, main .lines > li").count()
    assert "Répondre en public" in claire.locator("main article").inner_text()
    assert "Recruter autrement" in thomas.locator("main article").inner_text()
    path = "/learning/lessons/ce-qui-a-change/tout-le-monde-publie/"
    texts = []
    for page in (claire, thomas):
        page.goto(path)
        texts.append(page.locator("article.lesson .for").first.inner_text())
    assert texts[0] != texts[1]


def test_learning_without_javascript(visit: Visit) -> None:
    page = visit(JULIE, js=False)
    page.goto("/learning/sequences/repondre-en-public/")
    page.goto(LESSON)
    quiz = page.locator(".activity:has(input[type=radio])").first
    quiz.locator("input[type=radio]").first.check()
    quiz.locator("button").click()
    quiz = page.locator(".activity:has(input[type=radio])").first
    expect(quiz.locator(".then").first).to_be_visible()
    assert quiz.locator("input[type=radio]").first.is_checked()
    page.locator("form.finish button").click()
    assert page.url != LESSON
    page.goto("/learning/sequences/repondre-en-public/")
    assert page.locator(".dots i.on").count() >= 1


def test_lesson_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit(CLAIRE)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main h1') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/learning/**")
    page.goto(LESSON)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('input[type=radio]')"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".activity .then").first).to_be_visible()


def test_talk_reaches_who_is_answered_and_named(visit: Visit, check: Check) -> None:
    claire, thomas = visit(CLAIRE, js=False, width=320), visit(THOMAS)
    claire.goto("/learning/lessons/ce-qui-a-change/par-ou-commencer/")
    claire.locator("#composer textarea").fill(
        "Je commence **demain** avec l'équipe. @thomas.quere, vous aussi ?\n\n<script>alert(1)</script>"
    )
    claire.locator("#composer button.button").click()
    post = claire.locator("article.post", has_text="Je commence").last
    expect(post).to_be_visible()
    assert post.locator("strong").inner_text() == "demain"
    assert post.locator("script").count() == 0
    check_narrow = claire.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert check_narrow
    line = thomas.locator("main a, main button", has_text=re.compile("Claire Marchand"))
    for _ in range(40):
        thomas.goto("/notifications/")
        if line.count():
            break
        thomas.wait_for_timeout(500)
    expect(line.first).to_be_visible()
    check(thomas)
    line.first.click()
    thomas.wait_for_url(re.compile("learning|conversations"))
    thomas.goto("/learning/lessons/ce-qui-a-change/par-ou-commencer/")
    thomas.locator("article.post", has_text="Je commence").last.get_by_role("link", name=re.compile("^Répondre")).click()
    # To answer leads to the text, where the editor comes for whoever writes.
    thomas.wait_for_selector("#composer .ProseMirror:focus")
    thomas.keyboard.type("Oui, dès lundi.")
    thomas.locator("#composer button.button").click()
    expect(thomas.locator("article.post", has_text="Oui, dès lundi.").last).to_be_visible()
    # Edit, delete, take back.
    own = claire.locator("article.post", has_text="Je commence").last
    own.get_by_role("link", name="Modifier").click()
    claire.locator("main textarea").fill("Je commence après-demain.")
    claire.locator("main form button.button").first.click()
    expect(claire.locator("article.post", has_text="après-demain").last).to_be_visible()


def test_a_refused_post_comes_back_in_its_form(visit: Visit) -> None:
    page = visit(CLAIRE, js=False)
    page.goto("/conversations/threads/")
    page.locator("main .lines h2 a").first.click()
    page.locator("#composer textarea").fill("x" * 60_000)
    page.locator("#composer button.button").click()
    assert page.locator("#composer textarea").input_value().startswith("xxx")
    expect(page.locator("[role=alert]").first).to_be_visible()


def test_an_invited_colleague_lands_where_they_were_invited_to(visit: Visit) -> None:
    claire = visit(CLAIRE)
    claire.goto(f"/people/invitations/?to={LESSON}")
    claire.locator("details.more summary").click()
    with claire.expect_navigation():
        claire.locator("details.more button.button").click()
    link = re.search(r"http://[\w.:]+(/people/invitations/accept/[\w-]+/)", claire.content())
    assert link
    newcomer = visit()
    newcomer.goto(link.group(1))
    assert "Claire Marchand" in newcomer.locator("main").inner_text()


def test_searching_forgives_accents_and_plurals(visit: Visit) -> None:
    page = visit(CLAIRE)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("numeros de commandes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert "commande" in page.locator("main .lines").inner_text()
    assert page.locator("main mark").count() > 0


def test_the_key_for_searching_opens_the_page_where_there_is_no_box(visit: Visit) -> None:
    claire = visit(CLAIRE, width=320)
    claire.goto("/")
    claire.keyboard.press("/")
    claire.wait_for_url("**/search/")
    assert claire.locator("#q").evaluate("box => box === document.activeElement")


def test_the_facilitator_sees_coverage_and_nobody_in_particular(visit: Visit) -> None:
    page = visit(AURELIE)
    page.goto("/adoption/coverage/")
    table = page.locator("table").first
    expect(table).to_be_visible()
    assert "Service client" in table.inner_text()


def test_a_member_cannot_enter_the_facilitators_pages(visit: Visit) -> None:
    page = visit(CLAIRE)
    for path in ("/adoption/coverage/", "/people/audiences/", "/people/imports/", "/content/imports/"):
        response = page.goto(path)
        assert response and response.status == 403


def test_home_is_light(visit: Visit) -> None:
    """At most 60 kB of HTML, CSS and JS as they travel, on a cold load; fonts and pictures apart."""
    page = visit(CLAIRE)
    weights: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: kinds.__setitem__(e["requestId"], e["type"]))
    session.on("Network.loadingFinished", lambda e: weights.__setitem__(e["requestId"], e["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("/", wait_until="networkidle")
    total = sum(size for id, size in weights.items() if kinds.get(id) in ("Document", "Stylesheet", "Script"))
    assert 0 < total <= 60_000, total
