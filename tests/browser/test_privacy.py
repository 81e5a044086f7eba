"""What people may do about what is held of them: see it, take it, leave; and what an administrator hands to who controls it."""

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from essaim.kernel.names import fold
from tests.site import Site

MARC, YANN, CLAIRE = (f"{name}@brindel.example" for name in ("marc.delorme", "yann.legoff", "claire.marchand"))
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def until(page: Page, path: str, words: str) -> None:
    """Opens a page again until the worker has done what makes it say ``words``."""
    for _ in range(60):
        page.goto(path)
        if page.locator("main", has_text=words).count() or page.locator("aside", has_text=words).count():
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"{path} never said “{words}”:\n{page.locator('body').inner_text()}")


def enter_by_link(page: Page, site: Site, email: str) -> None:
    """Enters as a member who is no person of the demo: by the link that they ask for and find in their mail."""
    page.goto("/people/account/links/")
    page.locator("main input[type=email]").fill(email)
    page.locator("main form button.button").first.click()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for mail in site.mails():
            link = re.search(r"http://\S+/people/account/links/[\w-]+/", mail)
            if link and f"To: {email}" in mail:
                page.goto(link.group())
                page.locator("main form button.button").first.click()
                page.wait_for_url(lambda url: "/account/" not in url)
                return
        time.sleep(0.3)
    raise AssertionError(f"no link for {email}")


def test_an_archive_is_asked_for_and_taken_once(visit: Visit, check: Check, tmp_path: Path) -> None:
    page = visit(MARC, js=False, width=320)
    page.goto("/people/preferences/")
    page.get_by_role("link", name=re.compile("Ce qui est gardé de moi")).click()
    expect(page.locator("h1")).to_have_text("Mes données")
    page.get_by_role("button", name="Préparer mon archive").click()
    until(page, "/privacy/data/", "Votre archive est prête")
    # The same page in another window: what is taken in one is gone in the other, and that is said.
    other = visit(MARC, width=320)
    other.goto("/privacy/data/")
    check(other)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger l’archive").click()
    path = tmp_path / "archive.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        about = json.loads(archive.read("holdings.json"))
        assert "people.member" in {holding["name"] for holding in about["holdings"]}
        (tmp_path / "index.html").write_bytes(archive.read("index.html"))
    other.get_by_role("button", name="Télécharger l’archive").click()
    expect(other.locator(".flash.error")).to_contain_text("a déjà été prise")
    expect(other.get_by_role("button", name="Préparer mon archive")).to_be_visible()
    # The page in it is read from a folder, years later.
    other.goto((tmp_path / "index.html").as_uri())
    expect(other.locator("body")).to_contain_text("Marc Delorme")
    check(other)


@pytest.mark.parametrize(
    ("name", "language", "keeps", "text"),
    [
        ("Bruno Castaing", "fr", True, "Je demande ce qui change vraiment"),
        pytest.param("Sophie Aubert", "en", False, "Ce qui change, de là où je suis", marks=pytest.mark.full),
    ],
)
def test_leaving_by_keyboard_and_what_stays(
    name: str, language: str, keeps: bool, text: str, site: Site, visit: Visit, check: Check
) -> None:
    claire = visit(CLAIRE)
    thread = next(
        where for n in range(1, 60)
        if claire.goto(where := f"/conversations/threads/{n}/") and text in claire.locator("main").inner_text()
    )  # fmt: skip
    page = visit(language=language)
    enter_by_link(page, site, f"{fold(name).replace(' ', '.')}@brindel.example")
    page.goto("/privacy/leaving/")
    assert page.locator("html").get_attribute("lang") == language
    # Sending it without the box says so, and keeps the choice.
    page.locator("input[name=texts]:checked").focus()
    if not keeps:
        page.keyboard.press("ArrowDown")
    page.locator("main form button.button").last.press("Enter")
    expect(page.locator("main p.error")).to_be_visible()
    assert page.locator("input[name=texts]:checked").get_attribute("value") == ("keep" if keeps else "remove")
    check(page)
    page.locator("input[name=texts]:checked").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stay = page.locator("form[action$='/leaving/cancel/'] button")
    expect(stay).to_be_visible()
    check(page)
    if keeps:
        # One may change one's mind, and change it again.
        stay.press("Enter")
        expect(stay).to_have_count(0)
        page.locator("input[name=sure]").check()
        page.locator("main form button.button").last.click()
        expect(stay).to_be_visible()

    yann = visit(YANN)
    yann.goto("/privacy/erasures/")
    yann.get_by_role("link", name=name).click()
    where = yann.url
    until(yann, where, "Effacer maintenant")
    for _ in range(60):
        if not yann.get_by_text("On cherche encore").count():
            break
        yann.wait_for_timeout(300)
        yann.goto(where)
    check(yann)
    yann.locator("input[name=name]").fill("Quelqu’un d’autre")
    yann.get_by_role("button", name="Effacer maintenant").click()
    expect(yann.locator("p.error")).to_contain_text("Ce n’est pas le nom")
    yann.locator("input[name=name]").fill(name)
    yann.get_by_role("button", name="Effacer maintenant").click()
    yann.wait_for_url("**/privacy/erasures/")
    for _ in range(60):
        yann.goto(where)
        if yann.get_by_role("heading", name="Ce qui a été fait").count():
            break
        yann.wait_for_timeout(300)
    assert name not in yann.locator("main").inner_text()
    check(yann)

    page.goto("/")
    assert "/sign-in/" in page.url
    claire.goto(thread)
    said = claire.locator("main").inner_text()
    assert name not in said
    assert (text in said) is keeps
    assert ("Ancien membre" if keeps else "Message supprimé par son auteur") in said


def test_the_record_is_completed_and_exported_by_an_administrator(visit: Visit, check: Check) -> None:
    page = visit(YANN)
    page.goto("/privacy/record/")
    page.get_by_role("link", name="Ce que l’organisation seule sait").click()
    page.locator("textarea[name=controller]").fill("Maison Brindel SAS ; 12, quai de la Fosse, Nantes")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("h1")).to_have_text("Registre des traitements")
    expect(page.locator(".facts").first).to_contain_text("quai de la Fosse")
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Pour un tableur").click()
    table = Path(download.value.path()).read_text()
    assert table.startswith("\ufeffTraitement;Données;Finalité;")
    assert "quai de la Fosse" in table
    assert table.count("\n") > page.locator(".record section").count()
    # On paper, the page is the record alone.
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".bar nav")).to_be_hidden()
