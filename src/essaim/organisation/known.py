"""What every page knows of the organisation: read once, kept in memory, and never asked for again by a request.

A signed-in request learns the version that the database holds together with its session (people.session), so that a change made
through another process shows at once. Everybody else looks again after a few seconds.
"""

import dataclasses
import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, connection
from django.urls import reverse

from .accent import DEFAULT

# Seconds after which who is not signed in looks again.
_LOOK_AGAIN = 5.0


@dataclasses.dataclass(frozen=True)
class Known:
    """The organisation as pages and mails show it.

    Parameters:
        version: goes up by one with every change; 0 before anything was ever said.
        language, languages: the one that comes first, and those that are offered.
        zone: where its clocks are.
        public_holidays: the calendar of its public holidays, "" for none.
        accent: ``#rrggbb``.
        logo: digest and kind of its logo, None without one.
    """

    version: int = 0
    name: str = "Essaim"
    language: str = settings.LANGUAGE_CODE
    languages: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
    time_zone: str = settings.TIME_ZONE
    public_holidays: str = "FR"
    accent: str = DEFAULT
    logo: tuple[str, str] | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def fitting(self, language: str) -> str:
        """``language`` where it is offered, else the one that comes first."""
        return language if language in self.languages else self.language

    @property
    def logo_path(self) -> str:
        return reverse("organisation:logo", args=self.logo) if self.logo else ""

    @property
    def theme_path(self) -> str:
        """The address of its style sheet; none is needed for the accent that everybody begins with."""
        return reverse("organisation:theme", args=[self.accent[1:]]) if self.accent != DEFAULT else ""


_SQL = """
SELECT o.version, o.name, o.language, o.languages, o.time_zone, o.public_holidays, o.accent, l.digest, l.kind
FROM organisation_organisation o LEFT JOIN organisation_logo l ON l.id = o.logo_id WHERE o.id = 1
"""
_kept: tuple[Known, float] | None = None


def current() -> Known:
    """The organisation. No query when it was looked at a moment ago, or when ``seen`` said that nothing changed."""
    kept = _kept
    if kept and time.monotonic() - kept[1] < _LOOK_AGAIN:
        return kept[0]
    try:
        return _keep(_read())
    except Error:
        # A page that says that the database is away has to be drawn too.
        return kept[0] if kept else Known()


def seen(version: int | None) -> None:
    """Tells which version the database holds (None: no row): what is kept is good for a while, or forgotten."""
    kept = _kept
    known = kept[0] if kept else Known()
    if known.version == (version or 0):
        _keep(known)
    elif kept:
        forget()


def forget() -> None:
    global _kept
    _kept = None


def _keep(known: Known) -> Known:
    global _kept
    _kept = (known, time.monotonic())
    return known


def _read() -> Known:
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        row = cursor.fetchone()
    if row is None:
        return Known()
    version, name, language, languages, time_zone, public_holidays, accent, digest, kind = row
    offered = tuple(code for code, _name in settings.LANGUAGES if code in languages) or (language,)
    logo = (digest, kind) if digest else None
    return Known(version, name, language, offered, time_zone, public_holidays, accent or DEFAULT, logo)
