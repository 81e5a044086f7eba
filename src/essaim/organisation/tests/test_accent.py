import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.kernel import colour
from essaim.organisation import accent as accents
from essaim.organisation.accent import accent

TOKENS = Path(__file__).resolve().parents[2] / "ui" / "static" / "ui" / "css" / "tokens.css"
colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colour.contrast("#123456", "#123456") == 1


def test_only_colours_are_colours() -> None:
    assert colour.parse(" #ABC ") == "#aabbcc"
    for wrong in ("", "red", "#12345", "#gggggg", "#123456; }", "123456"):
        with pytest.raises(ValueError, match="not a colour"):
            colour.parse(wrong)


@given(colours)
def test_every_colour_becomes_readable_everywhere(chosen: str) -> None:
    made = accent(chosen)
    for shade, papers, ink in (
        (made.light, accents.LIGHT_PAPERS, "#5f5548"),
        (made.dark, accents.DARK_PAPERS, "#b3a999"),
    ):
        assert colour.least(shade.colour, (*papers, shade.soft)) >= colour.ENOUGH
        assert colour.contrast(shade.on, shade.colour) >= colour.ENOUGH
        # What is marked is read in ink.
        assert colour.contrast(ink, shade.soft) >= colour.ENOUGH


def test_what_passes_is_taken_as_it_is_and_what_does_not_keeps_its_hue() -> None:
    assert accent("#9a4a06").passes
    yellow = accent("#ffd400")
    assert not yellow.passes and yellow.ratio < 1.6
    red, green, blue = (int(yellow.light.colour[i : i + 2], 16) for i in (1, 3, 5))
    assert red > green > blue
    assert not accent("#ffffff").passes


def test_the_papers_are_those_of_the_tokens() -> None:
    tokens = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", TOKENS.read_text()))
    pairs = [tuple(tokens[name].split(", ")) for name in ("paper", "paper-2", "float")]
    assert tuple(light for light, _dark in pairs) == accents.LIGHT_PAPERS
    assert tuple(dark for _light, dark in pairs) == accents.DARK_PAPERS
    assert tokens["accent"] == f"{accents.DEFAULT}, {accents.DEFAULT_DARK}"
    assert accent(accents.DEFAULT).dark.colour == accents.DEFAULT_DARK
    assert tokens["on-accent"] == f"{accents.LIGHT_INK}, {accents.DARK_INK}"
