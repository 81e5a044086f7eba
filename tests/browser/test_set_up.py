"""An empty instance, opened by one person without documentation, until a colleague reads their first lesson.

A screen is a page that somebody has to look at and act upon: the same page shown again (a form with a mistake, a page that
keeps itself up to date) is no new screen, a redirect is none.
"""

import email
import email.policy
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import servers
from tests.site import ROOT, free_port

PEOPLE = """Matricule;Nom;Prénom;Adresse e-mail;Service;Métier;Site
B1;Marchand;Claire;claire@brindel.example;Maison Brindel / Relation client;Service client;Lyon
B2;Quéré;Thomas;thomas@brindel.example;Maison Brindel / RH;Ressources humaines;Nantes
B3;Kerdreux;Julie;julie@brindel.example;Maison Brindel / Relation client;Service client;Lyon
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#0b5394"/></svg>'
SHOTS = os.environ.get("ESSAIM_SHOTS")


class Instance:
    """A production instance on an empty database of its own, with its web server and its worker."""

    def __init__(self, folder: Path, url: str, log: Path):
        self.folder, self.url, self.log = folder, url, log

    def link(self) -> str:
        found = re.search(r"http://\S+/people/set-up/\S+/", self.log.read_text())
        assert found, self.log.read_text()
        return found.group()

    def invitation(self, address: str) -> str:
        """The link in the mail that ``address`` got, as they would click it."""
        for _ in range(120):
            for path in sorted((self.folder / "mails").glob("*")):
                message = email.message_from_string(path.read_text().partition("\n---")[0], policy=email.policy.default)
                if message["To"] == address:
                    body = message.get_body(("plain",))
                    found = re.search(r"http://\S+/invitations/accept/\S+", body.get_content() if body else "")
                    assert found and "Maison Brindel" in str(message["From"])
                    return found.group()
            time.sleep(0.5)
        raise AssertionError(f"no mail to {address}:\n{self.log.read_text()[-3000:]}")


@pytest.fixture
def instance(django_db_setup: None) -> Iterator[Instance]:
    with servers.database(migrated=True) as database:
        with psycopg.connect(database) as connection:
            # Whenever the test runs, nothing holds the invitations back.
            connection.execute(
                "INSERT INTO notifications_quiethours (quiet_from, quiet_until, quiet_weekends, quiet_holidays)"
                " VALUES ('08:00', '08:00', false, false)"
            )
        yield from _serving(database)


def _serving(database: str) -> Iterator[Instance]:
    folder = Path(tempfile.mkdtemp(prefix="essaim-set-up-"))
    folder.chmod(0o755)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_", "DATABASE_URL", "PYTEST"))},
        "DATABASE_URL": database, "ESSAIM_DATA_DIR": str(folder), "ESSAIM_SECRET_KEY": secrets.token_urlsafe(50), "ESSAIM_BASE_URL": url,
        "PYTHONPATH": str(ROOT / "src"), "LANG": "fr_FR.UTF-8",
    }  # fmt: skip
    log = folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "essaim.config.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 300
        while "/people/set-up/" not in log.read_text():
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()[-4000:]
            time.sleep(0.3)
        while not _answers(port):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()[-4000:]
            time.sleep(0.2)
        yield Instance(folder, url, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Walk:
    """One person at one browser. Each screen is counted, checked, and pictured where ESSAIM_SHOTS says where."""

    def __init__(self, page: Page, check: Callable[[Page], None], screens: list[str]):
        self.page, self._check, self.screens = page, check, screens

    def at(self, path: str) -> Page:
        """Waits for the screen whose path matches."""
        self.page.wait_for_url(re.compile(rf"http://[^/]+{path}(?:[?#].*)?$"))
        here = urlsplit(self.page.url).path
        if not self.screens or self.screens[-1] != here:
            self.screens.append(here)
        self._check(self.page)
        if SHOTS:
            width = self.page.viewport_size["width"]  # type: ignore[index]
            name = f"{len(self.screens):02}-{width}-{self.page.locator('html').get_attribute('lang')}.png"
            self.page.screenshot(path=Path(SHOTS) / name, full_page=True)
        return self.page

    def press(self, words: re.Pattern[str]) -> None:
        self.page.locator("main").get_by_role("button", name=words).last.click()


@pytest.mark.parametrize(("width", "language"), [(320, "fr"), pytest.param(1280, "en", marks=pytest.mark.full)])
def test_twelve_screens_from_the_printed_link_to_a_colleague_who_reads(
    instance: Instance, chromium: Browser, check: Callable[[Page], None], width: int, language: str
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "locale": {"fr": "fr-FR", "en": "en-GB"}[language]}
    screens: list[str] = []
    nadia = Walk(chromium.new_context(**options).new_page(), check, screens)
    page = nadia.page
    page.set_default_timeout(20_000)

    page.goto(instance.link())
    nadia.at("/people/set-up/.*")
    for name, value in {
        "first_name": "Nadia", "last_name": "Ferrand", "email": "nadia@brindel.example",
        "password": "quatre mots pour retenir", "organisation": "Maison Brindel",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=logo]").set_input_files({"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO.encode()})
    # A colour that cannot be read is seen at once, and what is proposed is one button away.
    page.locator("[name=colour]").fill("#ffd400")
    proposed = page.locator("#accent button[name=take]")
    expect(proposed).to_be_visible()
    page.locator("[name=colour]").fill("#0b5394")
    expect(proposed).to_have_count(0)
    nadia.press(re.compile("Ouvrir la plateforme|Open the site"))

    nadia.at("/adoption/checklist/")
    assert page.locator(".mark img").count() == 1 and "Maison Brindel" in page.title()
    page.locator("main a.button").click()

    nadia.at("/people/imports/")
    page.locator("[name=file]").set_input_files({"name": "annuaire.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()})
    page.locator("main form button").first.click()
    nadia.at("/people/imports/[^/]+/")
    nadia.press(re.compile("^(Importer|Import)$"))

    nadia.at("/people/audiences/")
    nadia.press(re.compile("Créer ces publics|Make these audiences"))

    nadia.at("/learning/starters/")
    assert page.locator("#for-repondre-en-public option:checked").inner_text() == "Service client"
    nadia.press(re.compile("Ajouter ces séquences|Add these sequences"))

    nadia.at("/content/programmes/new/")
    # What cannot be is said, and nothing typed is lost; then one goes back and forth.
    page.locator("[name=title]").fill("Répondre autrement")
    page.locator("[name=period_end]").fill("2020-01-01")
    nadia.press(re.compile("Publier le programme|Publish the programme"))
    expect(page.locator(".field.wrong [name=period_end]")).to_be_visible()
    assert page.locator("[name=title]").input_value() == "Répondre autrement"
    page.locator("[name=period_end]").fill("")
    nadia.press(re.compile("Publier le programme|Publish the programme"))

    _when_the_sequences_are_there(nadia)
    nadia.at("/conversations/discussions/lesson/.*|/conversations/discussion.*")
    page.locator("#composer textarea").fill("Et chez vous, qui publie sur nos produits ? Dites-le ici.")
    page.locator("#composer button.button").click()

    nadia.at("/people/invitations/audiences/[0-9]+/.*")
    expect(page.locator("h1")).to_have_text("Service client")
    page.locator("main button.button").first.click()

    nadia.at("/adoption/checklist/")
    expect(page.locator("h1")).to_have_text(re.compile("Tout est prêt|Everything is ready"))

    claire = Walk(chromium.new_context(**options).new_page(), check, screens)
    claire.page.goto(instance.invitation("claire@brindel.example"))
    claire.at("/people/invitations/accept/.*")
    claire.press(re.compile("^(Entrer|Enter|Come in|Sign in)"))
    claire.at("/learning/lessons/.*")
    expect(claire.page.locator("h1")).to_be_visible()
    expect(claire.page.locator(".discussion")).to_contain_text("qui publie sur nos produits")
    assert "Claire" in claire.page.locator(".bar .name").inner_text()
    assert len(screens) <= 12, screens
    # The link is void, and says so to who comes after.
    late = chromium.new_context(**options).new_page()
    answer = late.goto(instance.link())
    assert answer and answer.status == 410
    check(late)


def _when_the_sequences_are_there(nadia: Walk) -> None:
    """The worker brings them while the programme is written; whoever is quicker than it waits a moment."""
    deadline = time.monotonic() + 60
    while "/conversations/threads/new/" in nadia.page.url and time.monotonic() < deadline:
        time.sleep(1)
        nadia.page.goto("/adoption/checklist/discussion/")
