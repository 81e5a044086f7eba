"""Pictures that stand in the words of a mail: photos and screenshots come along, what signatures are made of does not."""

import io
from pathlib import Path

import pytest
from PIL import Image

from essaim.kernel.replies import File, parse, read_reply
from essaim.kernel.replies.parts import files
from essaim.kernel.replies.pictures import sent_along

from .photo_programs import PICTURES, letters

MAILS = sorted(PICTURES.glob("*.eml"))


def _drawn(width: int, height: int, least: int = 0) -> bytes:
    """A PNG of that size, as heavy as ``least`` at least."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "tan").save(written, "PNG")
    return written.getvalue().ljust(least, b"\0")


def _inline(content: bytes, name: str = "image001.png") -> File:
    return File(name, "image/png", content, inline=True)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_comes_along(path: Path) -> None:
    message = parse(path.read_bytes())
    assert [file.name for file in sent_along(files(message))] == path.with_suffix(".txt").read_text().split()
    assert read_reply(message).text == "Oui, chez nous aussi."


def test_the_files_are_those_that_the_programs_write() -> None:
    assert {path.stem: path.read_bytes() for path in MAILS} == letters()


@pytest.mark.parametrize(
    ("content", "comes"),
    [
        (_drawn(300, 300), True),
        (_drawn(1200, 299), False),
        (_drawn(180, 60), False),
        (_drawn(400, 200, 20_000), True),
        (_drawn(400, 200, 19_999), False),
        (_drawn(620, 150, 40_000), False),
        (b"no picture that anybody knows".ljust(20_000), True),
        (b"broken", False),
    ],
)
def test_size_tells_a_photo_from_a_logo(content: bytes, comes: bool) -> None:
    assert bool(sent_along([_inline(content)])) is comes


def test_what_comes_again_is_of_a_signature() -> None:
    photo, logo = _inline(_drawn(640, 480)), _inline(_drawn(500, 500))
    assert sent_along([photo, logo, logo]) == [photo]
    assert sent_along([photo, logo], before={logo.content}) == [photo]


def test_what_is_attached_comes_whatever_it_is() -> None:
    small = File("logo.png", "image/png", _drawn(20, 20))
    assert sent_along([small, small]) == [small, small]
