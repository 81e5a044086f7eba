"""Reading threads from YAML files, and everything that may be wrong with them, said before anything is written."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.conversations.actions.kinds import Asked, Found
from essaim.conversations.models import Kind
from essaim.conversations.text import MAX_LENGTH
from essaim.kernel.errors import Refused
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member
from essaim.ui import anchors

from .importing_kinds import read_kind, text_of

_MAX_TITLE = 160
_KINDS = tuple(kind.value for kind in Kind)
_OF_KINDS = {"url", "source", "options", "multiple", "votes"}
_THREAD = {
    "title",
    "kind",
    "theme",
    "anchor",
    "restricted_to",
    "author",
    "date",
    "body",
    "accepted",
    "replies",
    "language",
} | _OF_KINDS
_REPLY = {"author", "date", "body", "reply_to"}


@dataclasses.dataclass
class FileReply:
    """``reply_to``: the number of the reply it answers, from 1; 0 for the thread."""

    author: str
    date: datetime.datetime
    body: str
    reply_to: int = 0


@dataclasses.dataclass
class FileThread(FileReply):
    title: str = ""
    kind: str = "discussion"
    theme: str = ""
    language: str = "fr"
    anchor: tuple[str, int] | None = None
    restricted_to: list[int] = dataclasses.field(default_factory=list)
    accepted: int = 0
    found: Found = dataclasses.field(default_factory=Found)
    # Of a poll with names: what it asks, and by member what they chose (numbers of options, from 1).
    asked: Asked = dataclasses.field(default_factory=Asked)
    votes: list[tuple[str, list[int]]] = dataclasses.field(default_factory=list)
    replies: list[FileReply] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Known:
    """What files may name: members by e-mail, themes and audiences by slug."""

    members: dict[str, int]
    themes: dict[str, int]
    audiences: dict[str, int]


def what_is_known() -> Known:
    return Known(
        members={email.lower(): pk for email, pk in Member.objects.values_list("email", "pk") if email},
        themes=dict(Theme.objects.values_list("slug", "pk")),
        audiences=dict(Audience.objects.values_list("slug", "pk")),
    )


def read(path: Path, known: Known) -> list[FileThread]:
    """The threads of a file, or of every ``*.yaml`` of a folder. Raises Refused with all that is wrong, one line each."""
    files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
    if not files:
        raise Refused(_("%(path)s ne contient aucun fichier .yaml") % {"path": path}, code="nothing-to-read")
    threads: list[FileThread] = []
    wrong: list[str] = []
    for file in files:
        for line, raw in _entries(file, wrong):
            where = _("%(file)s, ligne %(line)s") % {"file": file.name, "line": line}
            if isinstance(raw, dict) and isinstance(raw.get("title"), str):
                where += f" ({raw['title'][:60]})"
            if thread := _thread(raw, known, lambda text, where=where: wrong.append(f"{where}: {text}")):  # type: ignore[misc]
                threads.append(thread)
    if wrong:
        raise Refused(_("Rien n'a été importé :") + "\n" + "\n".join(wrong), code="bad-file")
    return threads


def _entries(file: Path, wrong: list[str]) -> list[tuple[int, Any]]:
    """The list at the top of a file, each entry with its line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refused(_("%(path)s n'existe pas") % {"path": file}, code="nothing-to-read") from None
    except (UnicodeDecodeError, OSError) as error:
        wrong.append(_("%(file)s : ne se lit pas comme un texte en UTF-8 (%(why)s)") % {"file": file.name, "why": error})
        return []
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        wrong.append(
            _("%(file)s, ligne %(line)s : ce n'est pas du YAML (%(why)s)")
            % {"file": file.name, "line": mark.line + 1 if mark else "?", "why": getattr(error, "problem", error)}
        )
        return []
    if content is None:
        return []
    if not isinstance(content, list) or tree is None:
        wrong.append(_("%(file)s : on attend une liste de fils, dont chacun commence par « - title: »") % {"file": file.name})
        return []
    return [(node.start_mark.line + 1, entry) for node, entry in zip(tree.value, content, strict=True)]


Complain = Callable[[str], Any]


def _thread(raw: Any, known: Known, wrong: Complain) -> FileThread | None:
    if not isinstance(raw, dict):
        wrong(_("on attend un fil, avec title, author, date et body"))
        return None
    if unknown := sorted(str(name) for name in raw.keys() - _THREAD):
        wrong(
            _("inconnu : %(names)s ; on attend %(known)s") % {"names": ", ".join(unknown), "known": ", ".join(sorted(_THREAD))}
        )
    said = _said(raw, known, wrong)
    thread = FileThread(**said) if said else None
    title, kind, language = text_of(raw.get("title")), raw.get("kind", "discussion"), raw.get("language", "fr")
    if not title or len(title) > _MAX_TITLE:
        wrong(_length("title", title, _MAX_TITLE))
    if kind not in _KINDS:
        wrong(_unknown("kind", kind, _KINDS))
    found, asked, votes = read_kind(raw, kind, known.members, wrong)
    if language not in ("fr", "en"):
        wrong(_unknown("language", language, ("fr", "en")))
    theme = raw.get("theme") or ""
    if theme and theme not in known.themes:
        wrong(_unknown("theme", theme, sorted(known.themes)))
    anchor, restricted_to = _place(raw, known, wrong)
    replies = _replies(raw.get("replies") or [], known, wrong)
    accepted = raw.get("accepted") or 0
    if not isinstance(accepted, int) or not 0 <= accepted <= len(replies):
        wrong(
            _("accepted : %(given)s ; on attend le numéro de l'une des %(n)d réponses") % {"given": accepted, "n": len(replies)}
        )
    if thread is None:
        return None
    thread.title, thread.kind, thread.language, thread.theme = title, kind, language, theme
    thread.found, thread.asked, thread.votes = found, asked, votes
    thread.anchor, thread.restricted_to, thread.replies, thread.accepted = anchor, restricted_to, replies, accepted
    return thread


def _said(raw: Mapping[str, Any], known: Known, wrong: Complain) -> dict[str, Any] | None:
    """Author, date and body, which threads and replies share."""
    author, body = text_of(raw.get("author")).lower(), text_of(raw.get("body"))
    date = _date(raw.get("date"))
    if author not in known.members:
        wrong(_("author : « %(address)s » n'est l'adresse d'aucun membre") % {"address": author})
    if date is None:
        wrong(_("date : « %(given)s » ; on attend un jour et une heure, comme 2026-11-03T16:40") % {"given": raw.get("date")})
    if not body or len(body) > MAX_LENGTH:
        wrong(_length("body", body, MAX_LENGTH))
    return {"author": author, "date": date, "body": body} if author in known.members and date and body else None


def _replies(raw: Any, known: Known, wrong: Complain) -> list[FileReply]:
    if not isinstance(raw, list):
        wrong(_("%(key)s : on attend une liste") % {"key": "replies"})
        return []
    replies: list[FileReply] = []
    for number, entry in enumerate(raw, 1):
        complain: Complain = lambda text, number=number: wrong(_("réponse %(n)d : %(text)s") % {"n": number, "text": text})  # type: ignore[misc]  # noqa: E731
        if not isinstance(entry, dict):
            complain(_("on attend author, date et body"))
            continue
        if unknown := sorted(str(name) for name in entry.keys() - _REPLY):
            complain(
                _("inconnu : %(names)s ; on attend %(known)s")
                % {"names": ", ".join(unknown), "known": ", ".join(sorted(_REPLY))}
            )
        to = entry.get("reply_to") or 0
        if not isinstance(to, int) or not 0 <= to < number:
            complain(_("reply_to : %(given)s ; on attend le numéro d'une réponse qui précède") % {"given": to})
            to = 0
        if said := _said(entry, known, complain):
            replies.append(FileReply(**said, reply_to=to))
    return replies


def _place(raw: Mapping[str, Any], known: Known, wrong: Complain) -> tuple[tuple[str, int] | None, list[int]]:
    """What the thread is about and the audiences that may see it: those of the anchor where there is one."""
    slugs: Sequence[Any] = raw.get("restricted_to") or []
    if isinstance(slugs, str) or not isinstance(slugs, list):
        wrong(_("%(key)s : on attend une liste") % {"key": "restricted_to"})
        slugs = []
    for slug in slugs:
        if slug not in known.audiences:
            wrong(_unknown("restricted_to", slug, sorted(known.audiences)))
    reference = text_of(raw.get("anchor"))
    if not reference:
        return None, sorted(known.audiences[slug] for slug in slugs if slug in known.audiences)
    if slugs:
        wrong(_("restricted_to : un fil qui a une ancre est pour ceux qui la voient ; retirez cette ligne"))
    kind, _colon, rest = reference.rpartition(":")
    for name, find in anchors.references:
        if kind in ("", name) and (id := find(rest)) is not None:
            anchor = anchors.resolve(name, [id]).get(id)
            return (name, id), list(anchor.restricted_to) if anchor else []
    wrong(_("anchor : « %(given)s » n'existe pas") % {"given": reference})
    return None, []


def _length(key: str, text: str, most: int) -> str:
    return _("%(key)s : %(n)d caractères ; on en attend de 1 à %(most)d") % {"key": key, "n": len(text), "most": most}


def _unknown(key: str, given: object, known: Sequence[str]) -> str:
    expected = ", ".join(known) or _("aucun encore")
    return _("%(key)s : « %(given)s » n'est pas connu ; on attend %(known)s") % {"key": key, "given": given, "known": expected}


def _date(value: Any) -> datetime.datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    if isinstance(value, datetime.date):
        return timezone.make_aware(datetime.datetime.combine(value, datetime.time(9)))
    return None
