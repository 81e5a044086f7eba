"""Somebody asks a colleague for help from a lesson, they meet, and what they learnt is told to everybody with both agreements."""

import datetime
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

CLAIRE, JULIE, AURELIE = (f"{name}@brindel.example" for name in ("claire.marchand", "julie.kerdreux", "aurelie.vasseur"))
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def test_from_a_lesson_to_a_testimony_of_two(visit: Visit, check: Check, site: Site) -> None:
    julie = visit(JULIE, width=320)
    julie.goto("/accompaniment/volunteer/")
    julie.get_by_label("Je veux bien accompagner des collègues").check()
    check(julie)
    julie.get_by_role("button", name="Enregistrer").click()
    claire = visit(CLAIRE, js=False)
    claire.goto("/learning/sequences/")
    claire.locator("main .lines a, main h2 a, main h3 a").first.click()
    claire.locator("main ol a, main .lines a").first.click()
    claire.get_by_role("link", name="Demander à être accompagné").click()
    claire.get_by_label("Ce que je voudrais réussir").fill("Je voudrais **ranger** mes modèles de réponse.")
    claire.get_by_role("radio", name=re.compile("Julie Kerdreux")).check()
    day = datetime.datetime.now(ZoneInfo("Europe/Paris")).date() + datetime.timedelta(days=2)
    claire.get_by_label("Jour").first.fill(day.isoformat())
    claire.get_by_role("button", name="Envoyer ma demande").click()
    expect(claire.locator("main")).to_contain_text("Dites à quelle heure")
    expect(claire.get_by_label("Ce que je voudrais réussir")).to_have_value(re.compile("ranger"))
    claire.get_by_label("Heure").first.fill("10:30")
    claire.get_by_role("button", name="Envoyer ma demande").click()
    claire.wait_for_url("**/accompaniment/accompaniments/*/")
    expect(claire.locator("main .restricted")).to_contain_text("Entre vous et Julie Kerdreux")
    address = claire.url

    julie.goto("/")
    julie.get_by_role("link", name=re.compile("Claire Marchand attend votre réponse")).click()
    julie.get_by_role("radio", name=re.compile("10.h.30")).check()
    check(julie)
    julie.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(julie.locator(".appointment")).to_contain_text("10")
    julie.get_by_role("link", name="Lire et écrire").click()
    expect(julie.locator("main .restricted").first).to_contain_text("Entre vous et Claire Marchand")
    check(julie)
    aurelie = visit(AURELIE)
    for page in (address, julie.url.split("?")[0].split("#")[0]):
        assert aurelie.goto(page).status == 404
    with claire.expect_download() as file:
        claire.goto(address)
        claire.get_by_role("link", name="L’ajouter à mon agenda").click()
    assert "SUMMARY:Rendez-vous avec Julie Kerdreux" in file.value.path().read_text()

    shift(site, "meets_at = now() - interval '1 hour'")
    claire.goto("/")
    claire.get_by_role("link", name=re.compile("Vous êtes-vous vus")).click()
    claire.get_by_role("button", name="Oui").click()
    check(claire)
    claire.get_by_label("En partie").check()
    claire.get_by_label(re.compile("Un mot")).fill("Trois modèles de moins, merci.")
    claire.get_by_role("button", name="Le dire").click()
    expect(claire.locator("main")).to_contain_text("Trois modèles de moins")
    claire.get_by_role("link", name="Écrire un témoignage").click()
    claire.get_by_label("Titre").fill("Ranger ses modèles, à deux")
    claire.get_by_label("Ce que nous en retenons").fill("On a commencé par **jeter**.")
    claire.get_by_label("Signer de mon nom").check()
    claire.get_by_role("button", name="Proposer ces mots").click()
    expect(claire.locator("main")).to_contain_text("Vous : d’accord")
    check(claire)

    julie.goto(address)
    julie.get_by_role("link", name="Voir le témoignage").click()
    julie.get_by_text("Changer les mots").click()
    julie.get_by_label("Ce que nous en retenons").fill("On a commencé par **jeter la moitié**.")
    julie.get_by_role("button", name="Proposer ces mots").click()
    check(julie)
    claire.goto(address)
    claire.get_by_role("link", name="Voir le témoignage").click()
    expect(claire.locator("main")).to_contain_text("Vous : pas encore d’accord")
    claire.get_by_label("Signer de mon nom").first.check()
    claire.get_by_role("button", name="Je suis d’accord : publier").click()
    claire.get_by_role("link", name="Lire le fil public").click()
    expect(claire.locator("h1")).to_have_text("Ranger ses modèles, à deux")
    aurelie.goto(claire.url)
    expect(aurelie.locator("main")).to_contain_text("jeter la moitié")
    expect(aurelie.locator(".opening")).to_contain_text("Claire Marchand")
    expect(aurelie.locator(".opening")).not_to_contain_text("Julie Kerdreux")
    check(aurelie)


def shift(site: Site, change: str) -> None:
    """Has time pass for what is between the two."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as database:
        database.execute(f"UPDATE accompaniment_accompaniment SET {change}")


@pytest.mark.parametrize("js", [True, False])
def test_what_is_refused_has_the_focus_and_leads_to_what_is_wrong(visit: Visit, js: bool) -> None:
    page = visit(CLAIRE, js=js)
    page.goto("/accompaniment/new/")
    page.get_by_role("button", name="Envoyer ma demande").press("Enter")
    expect(page.locator("#refused")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ce que je voudrais réussir")).to_be_focused()
    page.keyboard.type("Répondre sans attendre.")
    page.get_by_role("button", name="Envoyer ma demande").press("Enter")
    expect(page.locator("#refused")).to_contain_text("À qui demander")
    expect(page.get_by_label("Ce que je voudrais réussir")).to_have_value("Répondre sans attendre.")
