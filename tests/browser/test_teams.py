"""Announcements, introductions and team pages, as their people walk them."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CLAIRE, AURELIE, JULIE, FATOU = (
    f"{name}@brindel.example" for name in ("claire.marchand", "aurelie.vasseur", "julie.kerdreux", "fatou.diallo")
)
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def test_an_announcement_is_read_over_counted_published_read_and_gone_from_home(visit: Visit, check: Check) -> None:
    aurelie, claire = visit(AURELIE), visit(CLAIRE, js=False)
    aurelie.goto("/announcements/editor/new/")
    aurelie.get_by_label("Titre").fill("Le guide est prêt")
    aurelie.get_by_label("Texte").fill("Il tient en **deux pages**.")
    aurelie.get_by_label("Les publics choisis").check()
    aurelie.get_by_label("Service client", exact=True).check()
    aurelie.get_by_role("button", name="Relire").click()
    expect(aurelie.locator(".reached")).to_contain_text(re.compile(r"Elle va à \d+ personnes"))
    expect(aurelie.locator(".preview strong")).to_have_text("deux pages")
    check(aurelie)
    aurelie.get_by_role("button", name="Publier l’annonce").click()
    claire.goto("/")
    claire.get_by_role("link", name="Le guide est prêt").click()
    claire.locator("#composer-text").fill("Merci, je l'imprime.")
    claire.get_by_role("button", name="Publier").click()
    expect(claire.locator(".post").last).to_contain_text("je l’imprime")
    claire.goto("/")
    expect(claire.get_by_role("link", name="Le guide est prêt")).to_have_count(0)


def test_a_newcomer_is_offered_to_introduce_herself_and_her_team_is_told(visit: Visit, check: Check) -> None:
    fatou = visit(FATOU)
    fatou.goto("/people/first-steps/objectives/")
    fatou.get_by_role("button", name="Passer").click()
    fatou.wait_for_url("**/conversations/introductions/new/")
    check(fatou)
    fatou.get_by_label("Ce que je fais").fill("Je réponds aux clients l'après-midi, à Lille.")
    fatou.get_by_role("button", name="Publier ma présentation").click()
    expect(fatou.locator("h1")).to_contain_text("Je me présente")
    aurelie = visit(AURELIE)
    aurelie.goto("/conversations/introductions/")
    expect(aurelie.locator("main .lines")).to_contain_text("Fatou Diallo")


def test_two_save_a_team_page_at_once_and_both_texts_stand(visit: Visit, check: Check) -> None:
    julie, claire = visit(JULIE), visit(CLAIRE)
    claire.goto("/")
    claire.get_by_role("link", name="Ce qu’elle essaie").click()
    address = claire.url
    for page in (claire, julie):
        page.goto(address + "edit/")
    claire.locator("textarea").fill("Ce que Claire écrit.")
    julie.locator("textarea").fill("Ce que Julie écrit.")
    claire.get_by_role("button", name="Enregistrer").click()
    julie.get_by_role("button", name="Enregistrer").click()
    expect(julie.locator(".difference")).to_contain_text("Ce que Claire écrit.")
    check(julie)
    julie.locator("textarea").fill("Ce que Claire écrit.\n\nCe que Julie écrit.")
    julie.get_by_role("button", name="Enregistrer").click()
    expect(julie.locator("main")).to_contain_text("Ce que Claire écrit.")
    julie.get_by_role("link", name="historique").click()
    expect(julie.locator("main .lines > li").first).to_contain_text("Julie Kerdreux")
    check(julie)
