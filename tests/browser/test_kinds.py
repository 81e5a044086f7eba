"""Questions, polls and what is seen on the web; and the words that should not have been written, until their author reads why."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CLAIRE, THOMAS, AURELIE, JULIE = (
    f"{name}@brindel.example" for name in ("claire.marchand", "thomas.quere", "aurelie.vasseur", "julie.kerdreux")
)
NEW = "/conversations/threads/new/"
Visit = Callable[..., Page]
Check = Callable[[Page], None]


def open_thread(page: Page, kind: str, title: str, text: str) -> str:
    """Opens a thread with the form as it is without JavaScript; returns its address."""
    page.goto(NEW)
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=source]").fill(text)
    page.get_by_role("button", name=re.compile("^(Publier|Publish)$")).click()
    page.wait_for_url(re.compile(r"/threads/\d+/"))
    return re.sub(r"[?#].*", "", page.url)


def reply(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.locator("#composer textarea").fill(text)
    page.locator("#composer button.button").click()
    expect(page.locator("article.post").last).to_contain_text(text)


def test_a_question_is_shared_answered_and_its_answer_comes_first(visit: Visit, check: Check) -> None:
    claire, thomas = visit(CLAIRE, js=False), visit(THOMAS, width=320)
    address = open_thread(claire, "question", "Comment archiver un fil ?", "Je n’y arrive pas.")
    thomas.goto(address)
    same = thomas.get_by_role("button", name="C’est aussi ma question")
    same.press("Enter")
    expect(same).to_have_attribute("aria-pressed", "true")
    expect(thomas.locator("main")).to_contain_text("1 collègue se pose la même")
    check(thomas)
    julie = visit(JULIE, js=False)
    reply(julie, address, "Peut-être dans les réglages.")
    reply(julie, address, "Par le menu du fil.")
    claire.goto(address)
    expect(claire.locator("main")).to_contain_text("1 collègue se pose la même")
    claire.locator("article.post").last.get_by_role("button", name=re.compile("Retenir|réponse")).click()
    claire.goto(address)
    first = claire.locator("article.post").first
    expect(first).to_contain_text("Réponse retenue")
    expect(first).to_contain_text("Par le menu du fil.")
    check(claire)
    # Whoever has the same question hears of the answer.
    expect_told(thomas, "Comment archiver un fil")


def expect_told(page: Page, words: str) -> None:
    """Waits until the worker has told the reader."""
    for _ in range(40):
        page.goto("/notifications/")
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing about “{words}”")


def test_whoever_is_about_to_ask_sees_what_was_said_and_is_led_to_what_is_refused(visit: Visit, check: Check) -> None:
    for width, language, publish in ((1280, "fr", "Publier"), (320, "en", "Publish")):
        page = visit(AURELIE, width=width, language=language)
        page.goto(NEW)
        page.locator("#id_title").press_sequentially("Le profil professionnel et sa limite")
        similar = page.locator("#similar a").first
        expect(similar).to_contain_text("profil professionnel")
        check(page)
        with page.expect_popup() as opened:
            similar.press("Enter")
        expect(opened.value.locator("h1")).to_contain_text("profil professionnel")
        opened.value.close()
        page.locator("#id_title").fill("x" * 200)
        page.get_by_role("button", name=publish, exact=True).press("Enter")
        led = page.get_by_role("alert").get_by_role("link")
        expect(led).to_have_count(1)
        led.press("Enter")
        expect(page.locator("#id_title")).to_be_focused()
        check(page)


def test_a_poll_is_voted_in_by_two_and_in_another_without_names_by_nobody_twice(visit: Visit, check: Check) -> None:
    claire, thomas = visit(CLAIRE), visit(THOMAS, width=320, language="en", js=False)
    claire.goto(NEW)
    claire.get_by_role("radio", name=re.compile("ondage")).check()
    expect(claire.get_by_label("Adresse de la page")).to_be_hidden()
    check(claire)
    claire.get_by_label("Titre").fill("Quel jour pour l’atelier ?")
    claire.get_by_label("Les réponses possibles").fill("Lundi")
    claire.get_by_role("button", name="Publier").click()
    # One answer is no choice: said beside what was written, which is still there.
    expect(claire.get_by_role("alert")).to_be_visible()
    expect(claire.get_by_label("Les réponses possibles")).to_have_value("Lundi")
    check(claire)
    claire.get_by_label("Les réponses possibles").fill("Lundi\nJeudi")
    claire.get_by_role("button", name="Publier").click()
    claire.wait_for_url(re.compile(r"/threads/\d+/"))
    address = claire.url
    expect(claire.locator(".results")).to_have_count(0)
    claire.get_by_role("radio", name="Jeudi").check()
    claire.get_by_role("button", name="Voter").click()
    expect(claire.locator(".results")).to_contain_text("100")
    check(claire)
    thomas.goto(address)
    check(thomas)
    thomas.get_by_role("radio", name="Lundi").check()
    thomas.get_by_role("button", name="Vote").click()
    expect(thomas.locator(".results b").first).to_contain_text("50")
    thomas.get_by_role("radio", name="Jeudi").check()
    thomas.get_by_role("button", name="Change my vote").click()
    expect(thomas.locator(".results b").last).to_contain_text("100")
    check(thomas)
    claire.goto(address)
    claire.get_by_role("button", name="Clore le sondage maintenant").click()
    expect(claire.locator("main")).to_contain_text("sondage clos")
    expect(claire.get_by_role("button", name="Changer mon vote")).to_have_count(0)

    claire.goto(NEW)
    claire.get_by_role("radio", name=re.compile("ondage")).check()
    claire.get_by_label("Titre").fill("Et sans le dire ?")
    claire.get_by_label("Les réponses possibles").fill("Oui\nNon")
    claire.get_by_label(re.compile("Sans les noms")).check()
    claire.get_by_role("button", name="Publier").click()
    claire.get_by_role("radio", name="Non").check()
    claire.get_by_role("button", name="Voter").click()
    # A vote without a name cannot be taken back, and shows nothing before the end.
    expect(claire.locator("main")).to_contain_text("Un vote sans nom ne se change pas")
    expect(claire.locator(".results")).to_have_count(0)
    check(claire)


def test_what_was_seen_on_the_web_keeps_its_address(visit: Visit, check: Check) -> None:
    claire = visit(CLAIRE, js=False, width=320)
    claire.goto(NEW)
    claire.locator("input[name=kind][value=finding]").check()
    claire.get_by_label("Titre").fill("Un atelier qui montre ses ratés")
    claire.locator("textarea[name=source]").fill("Nous pourrions faire pareil.")
    claire.get_by_label("Adresse de la page").fill("javascript:alert(1)")
    claire.get_by_role("button", name="Publier").click()
    expect(claire.get_by_role("alert").first).to_be_visible()
    claire.get_by_label("Adresse de la page").fill("https://www.example.org/rates?a=1")
    claire.get_by_label("Qui la publie").fill("Un confrère")
    claire.get_by_role("button", name="Publier").click()
    claire.wait_for_url(re.compile(r"/threads/\d+/"))
    found = claire.get_by_role("link", name="Un confrère")
    expect(found).to_have_attribute("href", "https://www.example.org/rates?a=1")
    assert "noopener" in (found.get_attribute("rel") or "")
    check(claire)


def test_a_report_is_decided_on_told_and_undone(visit: Visit, check: Check) -> None:
    claire, thomas, aurelie = visit(CLAIRE, width=320), visit(THOMAS), visit(AURELIE)
    address = open_thread(thomas, "discussion", "À propos du planning", "Tout le monde s’en moque.")
    reply(thomas, address, "Et Untel est un incapable.")
    claire.goto(address)
    claire.locator("article.post").last.get_by_role("link", name="Signaler").click()
    check(claire)
    claire.get_by_role("button", name="Envoyer le signalement").click()
    expect(claire.get_by_role("alert").first).to_be_visible()
    claire.get_by_role("radio").first.check()
    claire.locator("textarea[name=text]").fill("Cela blesse un collègue.")
    claire.get_by_role("button", name="Envoyer le signalement").click()

    aurelie.goto("/conversations/moderation/")
    check(aurelie)
    reported = aurelie.locator("article.post", has_text="Untel")
    expect(reported).to_contain_text("Cela blesse un collègue.")
    reported.get_by_role("link", name="Décider").click()
    aurelie.get_by_role("button", name="Masquer le message").click()
    # Nothing is done without a reason: its author reads it.
    expect(aurelie.get_by_role("alert").first).to_be_visible()
    check(aurelie)
    aurelie.locator("textarea[name=reason]").fill("On parle des faits, pas des personnes.")
    aurelie.get_by_role("button", name="Masquer le message").click()
    expect(aurelie.locator("main")).to_contain_text("Rien n’est signalé")
    claire.goto(address)
    expect(claire.locator("main")).to_contain_text("Message masqué par l’équipe d’animation")
    expect(claire.locator("main")).not_to_contain_text("Untel")

    expect_told(thomas, "On parle des faits")
    thomas.goto("/conversations/moderation/mine/")
    expect(thomas.locator("main")).to_contain_text("On parle des faits, pas des personnes.")
    expect(thomas.locator("main")).not_to_contain_text("Aurélie")
    expect(thomas.locator("main")).not_to_contain_text("Claire")
    check(thomas)

    aurelie.goto("/conversations/moderation/")
    aurelie.get_by_role("link", name="Revoir et rétablir").first.click()
    aurelie.locator("textarea[name=reason]").fill("Après discussion.")
    aurelie.get_by_role("button", name="Rétablir le message").click()
    claire.goto(address)
    expect(claire.locator("main")).to_contain_text("Untel")


def test_two_threads_become_one_and_the_old_address_leads_on(visit: Visit, check: Check) -> None:
    claire, aurelie = visit(CLAIRE, js=False), visit(AURELIE, js=False, width=320)
    kept = open_thread(claire, "question", "Où sont les modèles ?", "Je cherche.")
    other = open_thread(claire, "question", "Les modèles, c’est où ?", "Je cherche aussi.")
    aurelie.goto(other)
    aurelie.get_by_role("link", name=re.compile("Fermer, déplacer")).click()
    check(aurelie)
    aurelie.locator("textarea[name=reason]").fill("C’est la même question.")
    aurelie.locator("input[name=into]").fill(kept)
    aurelie.get_by_role("button", name="Réunir les deux fils").click()
    assert kept in aurelie.url
    expect(aurelie.locator("main")).to_contain_text("Un autre fil est réuni à celui-ci")
    expect(aurelie.locator("main")).to_contain_text("Je cherche aussi.")
    check(aurelie)
    claire.goto(other)
    assert claire.url == kept
    expect(claire.locator("body")).to_contain_text("Le fil que vous cherchiez est réuni à celui-ci.")

    # Closed to answers, opened again.
    aurelie.goto(kept)
    aurelie.get_by_role("link", name=re.compile("Fermer, déplacer")).click()
    aurelie.locator("textarea[name=reason]").fill("Tout est dit.")
    aurelie.get_by_role("button", name="Fermer aux réponses").click()
    claire.goto(kept)
    expect(claire.locator("main")).to_contain_text("Ce fil est fermé aux réponses.")
    expect(claire.locator("#composer")).to_have_count(0)
    check(claire)
