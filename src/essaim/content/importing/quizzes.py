"""The inside of ``::: quiz``: a question, choices with their feedback, an explanation."""

import re
from typing import Any

from django.utils.translation import gettext as _

from . import prose
from .files import Source

_CHOICE = re.compile(r"^[-*]\s*\[([ xX]?)\]\s*(.*)$")
_FEEDBACK = re.compile(r"^\s+>\s?(.*)$")


def parse(source: Source, kind: str, lines: list[str], first: int) -> dict[str, Any] | None:
    """The value of a quiz block, or None with what is wrong noted."""
    before, choices, after = _cut(lines)
    right = sum(choice["right"] for choice in choices)
    complaints = [
        (kind not in ("single", "multiple"), _('dites "::: quiz single" ou "::: quiz multiple"')),
        (not "".join(before).strip(), _("ce quiz n'a pas de question avant ses réponses")),
        (len(choices) < 2, _('un quiz a deux réponses au moins, écrites "- [ ] ..." ou "- [x] ..."')),
        (len(choices) > 10, _("un quiz a dix réponses au plus")),
        (any(not choice["text"].strip() for choice in choices), _("une réponse de ce quiz est vide")),
        (len(choices) >= 2 and right == 0, _("aucune réponse de ce quiz n'est marquée juste par [x]")),
        (kind == "single" and right > 1, _('ce quiz "single" a plusieurs réponses justes : écrivez "::: quiz multiple"')),
    ]
    found = [message for wrong, message in complaints if wrong]
    for message in found:
        source.wrong(first, message)
    if found:
        return None
    return {
        "question": prose.html("\n".join(before)),
        "multiple": kind == "multiple",
        "choices": [
            {"text": prose.plain(choice["text"]), "right": choice["right"], "feedback": prose.plain(choice["feedback"])}
            for choice in choices
        ],
        "explanation": prose.html("\n".join(after)),
    }


def _cut(lines: list[str]) -> tuple[list[str], list[dict[str, Any]], list[str]]:
    before: list[str] = []
    choices: list[dict[str, Any]] = []
    after: list[str] = []
    for line in lines:
        if (choice := _CHOICE.match(line)) and not after:
            choices.append(
                {"right": choice.group(1) in ("x", "X"), "text": choice.group(2), "feedback": "", "in_feedback": False}
            )
        elif not choices:
            before.append(line)
        elif after or (line.strip() and not line.startswith((" ", "\t"))):
            after.append(line)
        elif feedback := _FEEDBACK.match(line):
            choices[-1]["feedback"] += " " + feedback.group(1)
            choices[-1]["in_feedback"] = True
        elif line.strip():
            choices[-1]["feedback" if choices[-1]["in_feedback"] else "text"] += " " + line.strip()
    return before, choices, after
