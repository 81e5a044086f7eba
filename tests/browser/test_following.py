"""Two people in one thread at once, and one of them on two devices."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CLAIRE, THOMAS, AURELIE = (f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur"))
LESSON = "/learning/lessons/repondre-en-public/quand-passer-en-prive/"
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def _open(page: Page, title: str) -> str:
    """Opens a thread without JavaScript; returns its address."""
    page.goto("/conversations/threads/new/")
    page.locator('input[name="title"]').fill(title)
    page.locator('textarea[name="source"]').fill("Je me demande.")
    page.locator("main form .button").first.click()
    page.wait_for_url(re.compile(r"/conversations/threads/\d+/"))
    return re.sub(r"https?://[^/]+", "", page.url).split("?")[0].split("#")[0]


def _reply(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.locator("#composer textarea").fill(text)
    page.locator("#composer button.button").first.click()
    expect(page.locator("article.post", has_text=text).last).to_be_visible()


def test_one_replies_and_the_other_sees_it_come(visit: Visit, check: Check) -> None:
    claire = visit(CLAIRE, js=False)
    address = _open(claire, "Qui a déjà animé un atelier à distance ?")
    thomas = visit(THOMAS)
    thomas.clock.install()
    thomas.goto(address)
    check(thomas)
    _reply(claire, address, "Je commence par un tour de table.")
    thomas.clock.run_for(11_000)
    line = thomas.locator("[data-fresh] button")
    expect(line).to_have_text("1 nouveau message : afficher".replace(" :", "\u00a0:"))
    before = thomas.evaluate("scrollY")
    check(thomas)
    line.click()
    expect(thomas.locator("article.post", has_text="tour de table")).to_be_focused()
    assert thomas.evaluate("scrollY") == before
    expect(line).to_have_count(0)


def test_what_is_written_under_a_lesson_comes_to_whoever_reads_there(visit: Visit, check: Check) -> None:
    claire, thomas = visit(CLAIRE, js=False), visit(THOMAS)
    _reply(claire, LESSON, "Nous avons commencé lundi.")
    thomas.clock.install()
    thomas.goto(LESSON)
    _reply(claire, LESSON, "Et mercredi encore, à trois.")
    thomas.clock.run_for(11_000)
    thomas.locator("[data-fresh] button").click()
    come = thomas.locator("article.post", has_text="mercredi encore")
    expect(come).to_be_focused()
    check(thomas)
    # One answers it there.
    come.get_by_role("link", name="Répondre").click()
    expect(thomas.locator("[data-replying-name]")).to_have_text("Claire Marchand")
    assert LESSON in thomas.url


def test_unread_counts_and_the_first_unread_on_a_second_device(visit: Visit, check: Check) -> None:
    claire, thomas = visit(CLAIRE, js=False), visit(THOMAS, js=False)
    address = _open(claire, "Comment répartir la parole ?")
    _reply(thomas, address, "Avec un bâton de parole.")
    _reply(claire, address, "Et quand on est vingt ?")
    phone = visit(THOMAS, width=320, js=False)
    phone.goto("/conversations/threads/?show=unread")
    check(phone)
    entry = phone.locator(".lines > li", has_text="répartir la parole")
    expect(entry).to_contain_text("1 nouveau message")
    entry.locator("a").first.click()
    mark = phone.locator("#unread")
    expect(mark).to_be_visible()
    assert mark.evaluate("one => one.nextElementSibling.textContent.includes('vingt')")
    check(phone)
    thomas.goto("/conversations/threads/?show=unread")
    expect(thomas.locator(".lines > li", has_text="répartir la parole")).to_have_count(0)
    # Silence, without JavaScript: what comes next is not counted.
    thomas.goto(address)
    thomas.get_by_role("button", name="Silence, sauf si l’on me nomme").click()
    expect(thomas.get_by_role("button", name="Silence, sauf si l’on me nomme")).to_have_attribute("aria-pressed", "true")
    _reply(claire, address, "Par petits groupes, alors.")
    thomas.goto("/conversations/threads/?show=unread")
    expect(thomas.locator(".lines > li", has_text="répartir la parole")).to_have_count(0)


def test_keys(visit: Visit, check: Check) -> None:
    page = visit(CLAIRE, language="en")
    page.goto("/conversations/threads/")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.lines > li') === document.querySelectorAll('.lines > li')[1]")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/conversations/threads/\d+/"))
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('.opening, article.post')")
    # While one writes, a letter is a letter.
    page.locator("#composer textarea").first.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.goto("/conversations/keys/")
    check(page)
    page.locator("[data-keys-setting] input").uncheck()
    page.goto("/conversations/threads/")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_facilitator_arranges_themes(visit: Visit, check: Check) -> None:
    page = visit(AURELIE, width=320)
    page.goto("/conversations/themes/")
    check(page)
    page.locator("main .lead a.button").click()
    check(page)
    page.locator('input[name="name"]').fill("Coulisses")
    page.locator('input[name="description"]').fill("Ce qui se prépare.")
    page.locator("main form .button").first.click()
    expect(page.locator(".lines > li", has_text="Ce qui se prépare.")).to_be_visible()
    english = visit(CLAIRE, language="en")
    english.goto("/conversations/themes/")
    check(english)
    expect(english.locator("h1")).to_have_text("Themes")
