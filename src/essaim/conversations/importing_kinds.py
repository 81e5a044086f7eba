"""What files say of a thread for its kind alone: the page of a finding, the options and votes of a poll with names."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from essaim.conversations.actions.kinds import Asked, Found, checked
from essaim.kernel.errors import Refused

Votes = list[tuple[str, list[int]]]


def read_kind(
    raw: Mapping[str, Any], kind: Any, members: Collection[str], wrong: Callable[[str], Any]
) -> tuple[Found, Asked, Votes]:
    """The ``url`` and ``source`` of a thread, its ``options`` and ``votes``; complains of what does not fit."""
    found = Found(text_of(raw.get("url")), text_of(raw.get("source")))
    options = raw.get("options") or []
    if not isinstance(options, list):
        wrong(_("%(key)s : on attend une liste") % {"key": "options"})
        options = []
    asked = Asked([text_of(option) for option in options], bool(raw.get("multiple")))
    try:
        checked(str(kind), found=found, asked=asked, language="fr")
    except Refused as refused:
        wrong(f"{kind}: {refused}")
    return found, asked, _votes(raw.get("votes") or [], asked, members, wrong)


def _votes(raw: Any, asked: Asked, members: Collection[str], wrong: Callable[[str], Any]) -> Votes:
    votes: Votes = []
    for entry in raw if isinstance(raw, list) else [None]:
        author = text_of(entry.get("author")).lower() if isinstance(entry, dict) else ""
        given = entry.get("choice") if isinstance(entry, dict) else None
        chosen: list[Any] = given if isinstance(given, list) else [given]
        fits = all(isinstance(n, int) and 1 <= n <= len(asked.options) for n in chosen) and (
            asked.is_multiple or len(chosen) == 1
        )
        if author in members and fits:
            votes.append((author, chosen))
        else:
            wrong(_("votes : on attend une liste de author et choice, le numéro d'une réponse du sondage"))
    return votes


def text_of(value: Any) -> str:
    """A value of YAML as text, without the blanks around it."""
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
