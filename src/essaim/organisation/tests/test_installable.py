"""The site can be installed: what browsers read for that is true, and in the organisation's colours."""

import io
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from essaim.organisation import icons, known
from essaim.organisation.models import Logo, Organisation

pytestmark = pytest.mark.django_db


def _change(**fields: Any) -> None:
    Organisation.current()
    Organisation.objects.update(**fields)
    known.forget()


def _png(colour: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def test_every_icon_of_the_manifest_is_what_it_says(client: Client) -> None:
    _change(name="Coopérative des Terres de l'Ouest", accent="#0b5394")
    answer = client.get("/organisation/manifest/")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert (manifest["name"], manifest["short_name"]) == ("Coopérative des Terres de l'Ouest", "Coopérative")
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert manifest["theme_color"] == "#0b5394"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        with Image.open(io.BytesIO(client.get(icon["src"]).content)) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
            blue = sum(count for count, pixel in drawn.getcolors(1 << 20) if pixel == (0x0B, 0x53, 0x94))
            assert blue > drawn.width * drawn.height * 0.02, "the mark is drawn in the accent"


def test_the_logo_is_the_icon_and_a_maskable_one_keeps_it_in_the_middle(client: Client) -> None:
    logo = Logo.objects.create(digest="0123abcd", kind="png", data=_png("#123456", (200, 100)))
    _change(logo=logo)
    manifest = client.get("/organisation/manifest/").json()
    for icon in manifest["icons"]:
        with Image.open(io.BytesIO(client.get(icon["src"]).content)) as drawn:
            box = Image.eval(drawn.convert("L"), lambda value: 255 if value < 100 else 0).getbbox()
            assert box, "the logo is there"
            width = (box[2] - box[0]) / drawn.width
            # Systems may cut a maskable icon to the circle of 80 %.
            assert width <= 0.8 if icon["purpose"] == "maskable" else width > 0.8


def test_a_drawing_is_given_as_it_is_before_the_mark(client: Client) -> None:
    logo = Logo.objects.create(digest="0123abce", kind="svg", data=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    _change(logo=logo)
    first, *others = client.get("/organisation/manifest/").json()["icons"]
    assert (first["type"], first["sizes"]) == ("image/svg+xml", "any")
    assert client.get(first["src"])["Content-Type"] == "image/svg+xml"
    assert [client.get(icon["src"]).status_code for icon in others] == [200] * 4


@pytest.mark.parametrize("path", ["zz/mark/any-192", "0b5394/mark/any-5000", "0b5394/mark/odd-192", "0b5394/nothing/any-192"])
def test_other_icons_are_not_there(path: str, client: Client) -> None:
    assert client.get(f"/organisation/icons/{path}.png").status_code == 404


def test_the_mark_is_that_of_every_page() -> None:
    text = (settings.SOURCE / "ui" / "static" / "ui" / "mark.svg").read_text()
    drawn = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', text)
    assert tuple(tuple(float(number) for number in circle) for circle in drawn) == icons.MARK


def test_pages_name_the_manifest(client: Client) -> None:
    text = client.get("/people/account/sign-in/").content.decode()
    assert '<link rel="manifest" href="/organisation/manifest/">' in text
    address = re.search(r'rel="apple-touch-icon" href="([^"]+)"', text)
    assert address and client.get(address[1])["Content-Type"] == "image/png"
