"""The one accent colour of an organisation, made readable on light and on dark pages."""

import dataclasses

from essaim.kernel import colour

# The colours of ui/css/tokens.css on which an accent stands; a test keeps them the same.
DEFAULT, DEFAULT_DARK = "#9a4a06", "#f0a04b"
LIGHT_PAPERS, LIGHT_INK = ("#fbf8f2", "#f3ede2", "#fffdf9"), "#fffaf2"
DARK_PAPERS, DARK_INK = ("#181613", "#221f1b", "#26221d"), "#1d1408"


@dataclasses.dataclass(frozen=True)
class Shade:
    """The accent on pages of one brightness.

    Parameters:
        colour: the accent itself.
        soft: a wash of it, under what is marked.
        on: the colour of words on the accent.
        paper: the page.
        ratio: its contrast with the least favourable paper.
    """

    colour: str
    soft: str
    on: str
    paper: str
    ratio: float


@dataclasses.dataclass(frozen=True)
class Accent:
    """What becomes of a chosen colour.

    Parameters:
        chosen: as it was asked for, ``#rrggbb``.
        ratio: its contrast on light pages; below ``colour.ENOUGH`` it cannot be taken as it is.
        light, dark: what stands on light and on dark pages.
    """

    chosen: str
    ratio: float
    light: Shade
    dark: Shade

    @property
    def passes(self) -> bool:
        """Whether light pages can take it as it is; on dark pages a lighter sister stands in for it anyway."""
        return self.light.colour == self.chosen

    @property
    def css(self) -> str:
        """A style sheet that puts it in the place of the tokens' accent."""
        pairs = {"accent": "colour", "accent-soft": "soft", "on-accent": "on"}
        lines = [
            f"--{token}: light-dark({getattr(self.light, name)}, {getattr(self.dark, name)});" for token, name in pairs.items()
        ]
        return "@layer tokens { :root { " + " ".join(lines) + " } }\n"


def accent(chosen: str) -> Accent:
    """The accent for a colour, ``#rgb`` or ``#rrggbb``. Raises ValueError for what is not one."""
    wanted = colour.parse(chosen)
    light = colour.readable(wanted, lambda candidate: _under(candidate, LIGHT_PAPERS), lighter=False)
    # The usual accent has a sister of its own, drawn by hand.
    on_dark = DEFAULT_DARK if wanted == DEFAULT else wanted
    dark = colour.readable(on_dark, lambda candidate: _under(candidate, DARK_PAPERS), lighter=True)
    ratio = colour.least(wanted, _under(wanted, LIGHT_PAPERS))
    return Accent(wanted, ratio, _shade(light, LIGHT_PAPERS), _shade(dark, DARK_PAPERS))


def _under(of: str, papers: tuple[str, ...]) -> tuple[str, ...]:
    """What an accent stands on: the papers, and its own wash."""
    return (*papers, colour.mixed(of, papers[0], 0.12))


def _shade(of: str, papers: tuple[str, ...]) -> Shade:
    on = max(LIGHT_INK, DARK_INK, key=lambda ink: colour.contrast(ink, of))
    under = _under(of, papers)
    return Shade(of, under[-1], on, papers[0], colour.least(of, under))
