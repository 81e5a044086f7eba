"""The programme's first page, from a prepared draft."""

import re

import pytest
from django.test import Client

from essaim.content.importing.files import Problems
from essaim.content.importing.programme import PLACE_HOLDER, programme_for
from essaim.content.importing.run import Import
from essaim.content.models import Programme, ProgrammePage
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
NEW = "/content/programmes/new/"


@pytest.fixture
def nadia(client: Client) -> Member:
    member = make_member("facilitator")
    client.force_login(member)
    return member


def draft(client: Client) -> dict[str, str]:
    page = client.get(NEW)
    form = page.content.decode()
    values = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form)) | dict(
        re.findall(r'<input[^>]*value="([^"]*)"[^>]*name="(\w+)"', form)
    )
    texts = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*(.*?)</textarea>', form, re.S))
    return {name: value for name, value in {**values, **texts}.items() if name != "csrfmiddlewaretoken"}


def test_the_draft_is_published_as_it_is(nadia: Member, client: Client) -> None:
    values = {**draft(client), "title": "Travailler autrement"}
    assert client.post(NEW, values)["Location"] == "/content/programmes/"
    page = client.get("/content/programmes/", follow=True).content.decode()
    assert "Travailler autrement" in page and nadia.name in page and "Comment participer" in page
    programme = Programme.objects.get()
    assert programme.live and programme.period_end and programme.period_start


def test_the_page_that_waited_becomes_it(nadia: Member, client: Client) -> None:
    from pathlib import Path

    waiting = programme_for(Import(nadia, Problems(Path())), "fr")
    assert waiting.slug == PLACE_HOLDER
    client.post(NEW, {**draft(client), "title": "Travailler autrement"})
    assert ProgrammePage.objects.get().pk == waiting.pk
    assert ProgrammePage.objects.get().live


def test_sent_twice_it_is_one(nadia: Member, client: Client) -> None:
    values = {**draft(client), "title": "Travailler autrement"}
    client.post(NEW, values)
    again = client.post(NEW, values)
    assert again.status_code == 422 and "porte déjà ce titre" in again.content.decode()
    assert ProgrammePage.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "Donnez un titre"),
        ({"period_start": "2027-02-01", "period_end": "2027-01-01"}, "La fin vient avant"),
        ({"period_start": "demain"}, "Écrivez une date"),
    ],
)
def test_bad_input_loses_nothing(nadia: Member, client: Client, changes: dict[str, str], said: str) -> None:
    page = client.post(NEW, {**draft(client), "title": "Travailler autrement", "intention": "Une phrase à moi.", **changes})
    assert page.status_code == 422
    assert said in page.content.decode().replace("’", "'") and "Une phrase à moi." in page.content.decode()
    assert not ProgrammePage.objects.exists()
