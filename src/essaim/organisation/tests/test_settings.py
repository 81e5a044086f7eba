"""What the organisation says of itself, and that it shows everywhere."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from essaim.kernel.errors import Refused
from essaim.organisation import known, logos
from essaim.organisation.actions.settings import change_settings
from essaim.organisation.models import Logo, Organisation
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
SETTINGS = "/organisation/settings/"
DRAWING = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="alert(1)">'
    b'<script>alert(1)</script><a href="javascript:alert(1)"><rect width="3" height="3"/></a>'
    b'<image href="https://elsewhere.example/x.png"/><circle r="4" fill="url(https://elsewhere.example)"/></svg>'
)


def picture(width: int = 900, height: int = 300, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, form)
    return out.getvalue()


def values(**changes: object) -> dict[str, object]:
    return {
        "organisation": "Maison Brindel", "colour": "#0b5394", "languages": ["fr", "en"], "language": "fr",
        "time_zone": "Pacific/Noumea", "email_domains": "@Brindel.example, brindel.example; filiale.example",
    } | changes  # fmt: skip


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_member("administrator"))
    return client


def test_everything_is_used_everywhere(administrator: Client, client: Client) -> None:
    logo = SimpleUploadedFile("logo.png", picture())
    assert administrator.post(SETTINGS, values(logo=logo)).status_code == 302
    organisation = Organisation.current()
    assert organisation.email_domains == ["brindel.example", "filiale.example"]
    for page in (administrator.get("/people/members/"), Client().get("/people/account/sign-in/")):
        html = page.content.decode()
        assert "Maison Brindel</title>" in html
        assert "<span>Maison Brindel</span>" in html
        style = re.search(r'href="(/organisation/theme/0b5394\.css)"', html)
        picture_of_it = re.search(r'<img src="(/organisation/logo/\w+\.png)"', html)
        assert style and picture_of_it
    css = Client().get(style.group(1))
    assert "--accent: light-dark(#0b5394, #" in css.content.decode()
    assert "immutable" in css["Cache-Control"] and css["Content-Type"].startswith("text/css")
    shown = Client().get(picture_of_it.group(1))
    with Image.open(io.BytesIO(shown.content)) as image:
        assert image.size == (480, 160)


def test_a_change_shows_in_the_next_page_of_every_process(administrator: Client, django_assert_num_queries) -> None:
    administrator.get("/people/preferences/")
    kept = known.current()
    administrator.post(SETTINGS, values())
    # Another process did it: this one only learns the version with the next session.
    known._keep(kept)
    assert b"Maison Brindel</title>" in administrator.get("/people/preferences/").content
    with django_assert_num_queries(0):
        assert known.current().name == "Maison Brindel"


def test_dates_follow_the_organisations_clocks(administrator: Client) -> None:
    from django.utils import timezone

    administrator.post(SETTINGS, values())
    seen = []

    def look(request: object) -> None:
        seen.append(timezone.get_current_timezone_name())

    from essaim.people.middleware import LanguageMiddleware

    request = administrator.get("/people/preferences/").wsgi_request
    from django.http import HttpResponse

    LanguageMiddleware(lambda r: look(r) or HttpResponse())(request)
    assert seen == ["Pacific/Noumea"]


def test_one_language_asks_nobody_which(administrator: Client) -> None:
    administrator.post(SETTINGS, values(languages=["en"], language="en"))
    page = Client(headers={"accept-language": "fr"}).get("/people/account/sign-in/")
    assert b'lang="en"' in page.content and "Français" not in page.content.decode()
    assert 'name="language"' not in administrator.get("/people/preferences/").content.decode()
    newcomer = Client()
    newcomer.force_login(make_member(language="", onboarded_at=None))
    assert newcomer.get("/people/first-steps/")["Location"].endswith("/job-family/")
    assert newcomer.get("/people/first-steps/language/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("organisation", "  ", "Donnez le nom"),
        ("colour", "#ffd400", "trop claire"),
        ("colour", "red", "Une couleur"),
        ("languages", [], "une langue au moins"),
        ("language", "de", "dans la liste"),
        ("time_zone", "Mars/Olympus", "un fuseau de la liste"),
        ("email_domains", "brindel", "la fin d'une adresse"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(administrator: Client, field: str, value: object, words: str) -> None:
    before = known.current()
    page = administrator.post(SETTINGS, values(**{field: value}))
    html = page.content.decode().replace("’", "'").replace("\u202f", " ")
    assert page.status_code == 422
    assert words in html
    known.forget()
    assert known.current().name == before.name


def test_the_proposed_colour_is_one_button_away(administrator: Client) -> None:
    page = administrator.post(SETTINGS, values(colour="#ffd400")).content.decode()
    proposed = re.search(r'name="take" value="(#\w{6})"', page)
    assert proposed
    # It is seen in its place first, with all that was typed, and then kept with it.
    taken = administrator.post(SETTINGS, values(organisation="Autrement", colour="#ffd400", take=proposed.group(1)))
    assert taken.status_code == 200 and f'value="{proposed.group(1)}"' in taken.content.decode()
    assert 'value="Autrement"' in taken.content.decode() and Organisation.current().name != "Autrement"
    assert administrator.post(SETTINGS, values(colour=proposed.group(1))).status_code == 302
    assert Organisation.current().accent == proposed.group(1)


def test_an_accent_that_cannot_be_read_is_refused_wherever_it_comes_from() -> None:
    with pytest.raises(Refused):
        change_settings(
            actor_id=None,
            name="X",
            language="fr",
            languages=["fr"],
            time_zone="Europe/Paris",
            colour="#ffd400",
            email_domains=[],
        )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 100, "pas une image"),
        (b"%PDF-1.7 ...", "pas une image"),
        (picture()[:200], "pas une image"),
        (b"<svg><broken", "ne se lit pas"),
        (b"<html><svg></svg></html>", "ne se lit pas"),
        (b"x" * (1024 * 1024 + 1), "plus de 1 Mo"),
    ],
)
def test_a_wrong_logo_is_refused(administrator: Client, content: bytes, words: str) -> None:
    page = administrator.post(SETTINGS, values(logo=SimpleUploadedFile("logo.png", content)))
    html = page.content.decode().replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")
    assert page.status_code == 422 and words in html
    assert not Logo.objects.exists()


def test_a_drawing_is_made_harmless_and_served_so() -> None:
    logo = logos.read(DRAWING)
    assert logo.kind == "svg"
    text = logo.data.decode()
    for bad in ("script", "onload", "javascript", "elsewhere", "image"):
        assert bad not in text
    Logo.objects.create(digest=logo.digest, kind="svg", data=logo.data)
    answer = Client().get(f"/organisation/logo/{logo.digest}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'") and "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_logo_is_taken_away_again(administrator: Client) -> None:
    administrator.post(SETTINGS, values(logo=SimpleUploadedFile("logo.jpg", picture(form="JPEG"))))
    assert Logo.objects.count() == 1
    administrator.post(SETTINGS, values(remove_logo="on"))
    assert Logo.objects.count() == 0 and Organisation.current().logo is None


def test_the_preview_saves_nothing_and_needs_no_script(administrator: Client) -> None:
    page = administrator.post(SETTINGS, values(act="preview", colour="#ffd400"))
    assert page.status_code == 200 and b'name="take"' in page.content
    assert Organisation.current().accent == ""
    assert b"samples" in Client().get("/organisation/accents/?colour=%23ffd400").content
    assert Client().get("/organisation/accents/?colour=rubbish").status_code == 200
    assert Client().get("/organisation/theme/rubbish.css").status_code == 404
