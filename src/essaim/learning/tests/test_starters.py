"""The sequences that come with Essaim."""

import csv
import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from essaim.content.models import ProgrammePage
from essaim.learning import starters
from essaim.learning.actions.starters import bring_in_starter, choose_starters
from essaim.learning.models import Lesson, Sequence, SequenceText, StarterImport
from essaim.organisation.models import Objective, Theme
from essaim.organisation.proposed import FILE
from essaim.organisation.yaml_file import read
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db
PAGE = "/learning/starters/"


@pytest.fixture
def nadia(client: Client) -> Member:
    member = make_member("administrator")
    client.force_login(member)
    return member


def work() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'learning.bring_in' ORDER BY id")
        jobs = [row[0] for row in cursor.fetchall()]
    for args in jobs:
        app.tasks["learning.bring_in"](**(json.loads(args) if isinstance(args, str) else args))
    return len(jobs)


def test_every_theme_that_a_starter_needs_is_in_the_catalogue() -> None:
    known = {theme["slug"] for theme in read(FILE).value["themes"]}
    assert {theme for starter in starters.starters() for theme in starter.themes} <= known
    assert len(starters.starters()) >= 3 and all(one.lessons and one.minutes for one in starters.starters())


def test_no_starter_speaks_of_the_company_of_the_demo() -> None:
    with (settings.PROJECT / "demo" / "people.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    names = {f"{row['Prénom']} {row['Nom']}" for row in rows} | {row["Site"] for row in rows if row["Site"]}
    theirs = re.compile("|".join([*map(re.escape, sorted(names)), "Brindel", "[Mm]euble", "[Aa]telier"]))
    for path in sorted(starters.FOLDER.rglob("*.md")):
        assert not theirs.findall(path.read_text()), path


@pytest.mark.parametrize(("language", "said"), [("fr", 0), ("en", len(starters.starters()))])
def test_it_says_which_ones_are_in_another_language(nadia: Member, client: Client, language: str, said: int) -> None:
    nadia.language = language
    nadia.save()
    page = client.get(PAGE).content.decode()
    assert len(re.findall(r"minutes in all\. In French</p>|en tout\. En français</p>", page)) == said
    assert ("minutes in all" in page) == (language == "en")


def test_what_is_chosen_comes_for_whom_it_was_chosen(nadia: Member, client: Client) -> None:
    ours = make_audience("nos-clients")
    page = client.get(PAGE).content.decode()
    assert page.count('name="starter"') == len(starters.starters())
    client.post(
        PAGE, {"starter": ["repondre-en-public", "rubbish"], "for-repondre-en-public": str(ours.pk), "objectives": "on"}
    )
    assert "Elle arrive" in client.get(PAGE).content.decode()
    assert work() == 1
    sequence = SequenceText.objects.get().sequence
    assert sequence.live and sequence.proposed_to == [ours.pk] and sequence.restricted_to == []
    assert Lesson.objects.filter(sequence=sequence, live=True).count() == 6
    assert Objective.objects.filter(theme__slug="reponses-publiques").count() == 2
    assert "En place." in client.get(PAGE).content.decode()


def test_passages_for_audiences_that_are_not_here_are_left_out(nadia: Member) -> None:
    choose_starters(actor=nadia, chosen={one.slug: None for one in starters.starters()}, with_objectives=False)
    assert work() == len(starters.starters())
    assert not StarterImport.objects.exclude(problem="").exists()
    assert Sequence.objects.filter(live=True, proposed_to=[]).count() == len(starters.starters())
    assert not Objective.objects.exists() and Theme.objects.exists()
    assert ProgrammePage.objects.count() == 1, "one page waits for the programme"


def test_chosen_twice_and_brought_in_twice_it_comes_once(nadia: Member) -> None:
    for _time in range(2):
        choose_starters(actor=nadia, chosen={"ce-qui-a-change": None}, with_objectives=False)
    work()
    work()
    assert Sequence.objects.count() == 1


def test_an_import_that_fails_says_why_and_can_be_tried_again(nadia: Member, client: Client, monkeypatch) -> None:
    from essaim.content.api import importing
    from essaim.kernel.errors import Refused

    choose_starters(actor=nadia, chosen={"ce-qui-a-change": None}, with_objectives=False)
    good = importing.run_import

    def broken(**_options: object) -> None:
        raise Refused("le disque est plein")

    monkeypatch.setattr(importing, "run_import", broken)
    work()
    page = client.get(PAGE).content.decode()
    assert "le disque est plein" in page and 'value="ce-qui-a-change"' in page
    monkeypatch.setattr(importing, "run_import", good)
    client.post(PAGE, {"starter": "ce-qui-a-change"})
    work()
    assert "En place." in client.get(PAGE).content.decode()


def test_interrupted_it_begins_anew(nadia: Member, monkeypatch) -> None:
    from essaim.content.api import importing

    choose_starters(actor=nadia, chosen={"ce-qui-a-change": None}, with_objectives=False)
    good = importing.run_import

    def killed(**options: object) -> None:
        good(**options)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "run_import", killed)
    row = StarterImport.objects.get()
    with pytest.raises(KeyboardInterrupt):
        bring_in_starter(row=row)
    assert not Sequence.objects.exists()
    monkeypatch.setattr(importing, "run_import", good)
    work()
    assert Sequence.objects.count() == 1
