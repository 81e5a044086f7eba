"""Reading threads from YAML files, and everything that may be wrong with them, said before anything is written."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from essaim.conversations.text import MAX_LENGTH
from essaim.kernel.errors import Refused
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member
from essaim.ui import anchors

_MAX_TITLE = 160
_THREAD = {"title", "kind", "theme", "anchor", "restricted_to", "author", "date", "body", "accepted", "replies", "language"}
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
        raise Refused(f"{path} holds no .yaml file", code="nothing-to-read")
    threads: list[FileThread] = []
    wrong: list[str] = []
    for file in files:
        for line, raw in _entries(file, wrong):
            where = f"{file.name}, line {line}"
            if isinstance(raw, dict) and isinstance(raw.get("title"), str):
                where += f" (“{raw['title'][:60]}”)"
            if thread := _thread(raw, known, lambda text, where=where: wrong.append(f"{where}: {text}")):  # type: ignore[misc]
                threads.append(thread)
    if wrong:
        raise Refused("nothing was imported.\n" + "\n".join(wrong), code="bad-file")
    return threads


def _entries(file: Path, wrong: list[str]) -> list[tuple[int, Any]]:
    """The list at the top of a file, each entry with its line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refused(f"there is no file {file}", code="nothing-to-read") from None
    except (UnicodeDecodeError, OSError) as error:
        wrong.append(f"{file.name}: cannot be read as UTF-8 text ({error})")
        return []
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        wrong.append(f"{file.name}, line {mark.line + 1 if mark else '?'}: not YAML: {getattr(error, 'problem', error)}")
        return []
    if content is None:
        return []
    if not isinstance(content, list) or tree is None:
        wrong.append(f"{file.name}: a list of threads is expected, each beginning with “- title:”")
        return []
    return [(node.start_mark.line + 1, entry) for node, entry in zip(tree.value, content, strict=True)]


Complain = Callable[[str], Any]


def _thread(raw: Any, known: Known, wrong: Complain) -> FileThread | None:
    if not isinstance(raw, dict):
        wrong("a thread is expected, with title, author, date and body")
        return None
    if unknown := sorted(str(name) for name in raw.keys() - _THREAD):
        wrong(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(_THREAD))}")
    said = _said(raw, known, wrong)
    thread = FileThread(**said) if said else None
    title, kind, language = _text(raw.get("title")), raw.get("kind", "discussion"), raw.get("language", "fr")
    if not title or len(title) > _MAX_TITLE:
        wrong(f"title: {len(title)} characters, 1 to {_MAX_TITLE} expected")
    if kind not in ("discussion", "question"):
        wrong(f"kind: “{kind}”, discussion or question expected")
    if language not in ("fr", "en"):
        wrong(f"language: “{language}”, fr or en expected")
    theme = raw.get("theme") or ""
    if theme and theme not in known.themes:
        wrong(f"theme: there is no “{theme}”; known are {', '.join(sorted(known.themes)) or 'none'}")
    anchor, restricted_to = _place(raw, known, wrong)
    replies = _replies(raw.get("replies") or [], known, wrong)
    accepted = raw.get("accepted") or 0
    if not isinstance(accepted, int) or not 0 <= accepted <= len(replies):
        wrong(f"accepted: {accepted}, the number of one of the {len(replies)} replies expected")
    if thread is None:
        return None
    thread.title, thread.kind, thread.language, thread.theme = title, kind, language, theme
    thread.anchor, thread.restricted_to, thread.replies, thread.accepted = anchor, restricted_to, replies, accepted
    return thread


def _said(raw: Mapping[str, Any], known: Known, wrong: Complain) -> dict[str, Any] | None:
    """Author, date and body, which threads and replies share."""
    author, body = _text(raw.get("author")).lower(), _text(raw.get("body"))
    date = _date(raw.get("date"))
    if author not in known.members:
        wrong(f"author: there is no member with the address “{author}”")
    if date is None:
        wrong(f"date: “{raw.get('date')}”, a date and hour such as 2026-11-03T16:40 expected")
    if not body or len(body) > MAX_LENGTH:
        wrong(f"body: {len(body)} characters, 1 to {MAX_LENGTH} expected")
    return {"author": author, "date": date, "body": body} if author in known.members and date and body else None


def _replies(raw: Any, known: Known, wrong: Complain) -> list[FileReply]:
    if not isinstance(raw, list):
        wrong("replies: a list is expected")
        return []
    replies: list[FileReply] = []
    for number, entry in enumerate(raw, 1):
        complain: Complain = lambda text, number=number: wrong(f"reply {number}: {text}")  # type: ignore[misc]  # noqa: E731
        if not isinstance(entry, dict):
            complain("author, date and body are expected")
            continue
        if unknown := sorted(str(name) for name in entry.keys() - _REPLY):
            complain(f"unknown: {', '.join(unknown)}")
        to = entry.get("reply_to") or 0
        if not isinstance(to, int) or not 0 <= to < number:
            complain(f"reply_to: {to}, the number of an earlier reply expected")
            to = 0
        if said := _said(entry, known, complain):
            replies.append(FileReply(**said, reply_to=to))
    return replies


def _place(raw: Mapping[str, Any], known: Known, wrong: Complain) -> tuple[tuple[str, int] | None, list[int]]:
    """What the thread is about and the audiences that may see it: those of the anchor where there is one."""
    slugs: Sequence[Any] = raw.get("restricted_to") or []
    if isinstance(slugs, str) or not isinstance(slugs, list):
        wrong("restricted_to: a list of audiences is expected")
        slugs = []
    for slug in slugs:
        if slug not in known.audiences:
            wrong(f"restricted_to: there is no audience “{slug}”")
    reference = _text(raw.get("anchor"))
    if not reference:
        return None, sorted(known.audiences[slug] for slug in slugs if slug in known.audiences)
    if slugs:
        wrong("restricted_to: a thread with an anchor is for those who may see the anchor; leave it out")
    kind, _colon, rest = reference.rpartition(":")
    for name, find in anchors.references:
        if kind in ("", name) and (id := find(rest)) is not None:
            anchor = anchors.resolve(name, [id]).get(id)
            return (name, id), list(anchor.restricted_to) if anchor else []
    wrong(f"anchor: there is no “{reference}”")
    return None, []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


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
