"""What some kinds of threads have beside their text: the page that a finding is about, what a poll asks."""

import dataclasses
import datetime
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.conversations.models import Finding, Kind, Poll, PollOption, Thread
from essaim.kernel import clock, typography
from essaim.kernel.errors import Refused

MOST_OPTIONS = 12
MAX_OPTION = 160
MAX_URL = 2000
MAX_SOURCE = 120
# An anonymous poll closes by itself.
OPEN_FOR = datetime.timedelta(days=14)
LONGEST = datetime.timedelta(days=366)


@dataclasses.dataclass(frozen=True)
class Found:
    """A page of the web, and whose it is."""

    url: str = ""
    source: str = ""


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a poll asks. ``closes_at``: None for no end, or two weeks where nobody is named."""

    options: Sequence[str] = ()
    is_multiple: bool = False
    is_anonymous: bool = False
    closes_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Beside:
    """What was given for a kind, checked: nothing for most."""

    finding: Finding | None = None
    poll: Poll | None = None
    options: Sequence[PollOption] = ()

    def keep(self, thread: Thread) -> None:
        """Writes it beside its thread."""
        if self.finding:
            self.finding.thread = thread
            self.finding.save(force_insert=True)
        if self.poll:
            self.poll.thread = thread
            self.poll.save(force_insert=True)
            for option in self.options:
                option.poll = self.poll
            PollOption.objects.bulk_create(self.options)


def checked(kind: str, *, found: Found | None, asked: Asked | None, language: str) -> Beside:
    """What the kind needs, ready to be kept; what is given for another kind is left out. Raises Refused for what is missing."""
    if kind == Kind.FINDING:
        return Beside(finding=_finding(found or Found(), language))
    if kind == Kind.POLL:
        return _poll(asked or Asked(), language)
    return Beside()


def show_another_page(thread: Thread, found: Found, language: str) -> bool:
    """Gives a finding the page that it is about from now on; returns whether that is another. Raises Refused as ``checked``."""
    old, new = thread.finding, _finding(found, language)
    if (old.url, old.source) == (new.url, new.source):
        return False
    new.thread = thread
    new.save(force_update=True)
    thread.finding = new
    return True


def _finding(found: Found, language: str) -> Finding:
    url = web_address(found.url)
    source = typography.set_text(" ".join(found.source.replace("\x00", "").split()), language)
    if len(source) > MAX_SOURCE:
        raise Refused(
            _("La source compte %(n)d caractères, %(most)d au plus.") % {"n": len(source), "most": MAX_SOURCE},
            code="source-too-long",
        )
    return Finding(url=url, source=source)


def web_address(text: str) -> str:
    """An address of the web, http or https; raises Refused for anything else."""
    url = text.replace("\x00", "").strip()
    if not url:
        raise Refused(_("Collez l'adresse de la page que vous avez vue, elle commence par https://."), code="url-empty")
    if "://" not in url and not url.lower().startswith(("javascript:", "data:", "mailto:")):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    known = parts.scheme in ("http", "https") and host and "." in host and not parts.username and not parts.password
    if not known or any(c.isspace() or c in "<>\"'`\\" or ord(c) < 32 for c in url):
        raise Refused(
            _("Cette adresse n'est pas celle d'une page du web. Copiez-la dans la barre de votre navigateur."), code="url"
        )
    if len(url) > MAX_URL:
        raise Refused(_("Cette adresse compte plus de %(most)d caractères.") % {"most": MAX_URL}, code="url-too-long")
    return url


def _poll(asked: Asked, language: str) -> Beside:
    texts = [typography.set_text(" ".join(text.replace("\x00", "").split()), language) for text in asked.options]
    texts = [text for text in texts if text]
    if len(texts) < 2:
        raise Refused(_("Un sondage propose au moins deux réponses, une par ligne."), code="options-few")
    if len(texts) > MOST_OPTIONS:
        raise Refused(
            _("Un sondage propose %(most)d réponses au plus, vous en avez écrit %(n)d.")
            % {"n": len(texts), "most": MOST_OPTIONS},
            code="options-many",
        )
    if len({text.casefold() for text in texts}) < len(texts):
        raise Refused(_("Deux réponses du sondage sont les mêmes. Gardez-en une."), code="options-same")
    if long := next((text for text in texts if len(text) > MAX_OPTION), ""):
        raise Refused(
            _("La réponse « %(text)s… » est trop longue : %(most)d caractères au plus.")
            % {"text": long[:40], "most": MAX_OPTION},
            code="option-too-long",
        )
    poll = Poll(is_multiple=asked.is_multiple, is_anonymous=asked.is_anonymous, closes_at=_closing(asked))
    return Beside(poll=poll, options=[PollOption(position=n, text=text) for n, text in enumerate(texts, 1)])


def _closing(asked: Asked) -> datetime.datetime | None:
    now = clock.now()
    if asked.closes_at is None:
        return now + OPEN_FOR if asked.is_anonymous else None
    if not now < asked.closes_at <= now + LONGEST:
        days = LONGEST.days
        raise Refused(
            ngettext(
                "Choisissez un jour à venir, dans %(n)d jour au plus.",
                "Choisissez un jour à venir, dans %(n)d jours au plus.", days,
            ) % {"n": days}, code="closing",
        )  # fmt: skip
    return asked.closes_at
