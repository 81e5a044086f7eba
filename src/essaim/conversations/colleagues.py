"""Finding the colleague whom one is about to name."""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from essaim.kernel.markup import outside_code
from essaim.kernel.names import fold
from essaim.organisation.models import Team
from essaim.people.models import Audience, Member, within

from .text import named_in

_KEPT = re.compile(r"(?<![\w@./\[-])@\[(?:\\.|[^\]\\\n]){1,240}\]\(member:(\d{1,18})\)(?![\w'’-]|\.\w)")


def people_named(text: str, restricted_to: Sequence[int], limit: int = 8) -> list[dict[str, str]]:
    """Active members of whose names every word of ``text`` begins one, accents and case aside.

    Parameters:
        restricted_to: only those in one of these audiences, everybody if empty.

    Returns for each their ``name``, ``meta`` (job and team) and ``insert``, what a writer types to name them: ``@first.last``
    where that says who it is.
    """
    words = [word for word in re.split(r"[^0-9a-z]+", fold(text)) if word][:4]
    if not words:
        return []
    found = Member.objects.filter(is_active=True)
    for word in words:
        found = found.filter(
            Q(sort_key__startswith=word) | Q(sort_key__contains=f"\t{word}") | Q(sort_key__contains=f" {word}")
        )
    found = found.filter(within(restricted_to))
    twin = Member.objects.filter(is_active=True, sort_key=OuterRef("sort_key")).exclude(pk=OuterRef("pk"))
    rows = (
        found.annotate(twin=Exists(twin))
        .order_by("sort_key", "pk")
        .values_list("pk", "first_name", "last_name", "sort_key", "job_title", "team__name", "twin")[:limit]
    )
    return [
        {
            "name": f"{first} {last}".strip(),
            "meta": ", ".join(part for part in (job, team) if part),
            "insert": f"@[{first} {last}](member:{pk})" if twin or "\t" not in key else f"@{_handle(key)}",
            "ref": f"member:{pk}",
        }
        for pk, first, last, key, job, team, twin in rows
    ]


def groups_named(actor: Member, text: str, limit: int = 4) -> list[dict[str, str]]:
    """Teams and audiences of whose names every word of ``text`` begins one; audiences are those that ``actor`` is in or runs."""
    words = [word for word in re.split(r"[^0-9a-z]+", fold(text)) if word][:4]
    if not words:
        return []
    audiences = Audience.objects.order_by("name", "pk")
    if not actor.is_facilitator:
        audiences = audiences.filter(pk__in=set(actor.joined_ids) | actor.facilitated_ids)
    kinds: list[tuple[str, str, Any]] = [
        ("team", _("Équipe"), Team.objects.order_by("name", "pk")),
        ("audience", _("Public"), audiences),
    ]
    found = []
    for kind, label, rows in kinds:
        named = [(row.pk, str(getattr(row, "label", row.name))) for row in rows[:2000]]
        fitting = [(pk, name) for pk, name in named if _begins(name, words)][:limit]
        found += [{"name": name, "meta": str(label), "ref": f"{kind}:{pk}"} for pk, name in fitting]
    return found


def _begins(name: str, words: Sequence[str]) -> bool:
    parts = re.split(r"[^0-9a-z]+", fold(name))
    return all(any(part.startswith(word) for part in parts) for word in words)


def as_typed(source: str) -> str:
    """A kept text as its writer would type it again: colleagues as ``@first.last`` where that says who it is. At most one query."""
    ids = {int(match["id"]) for match in named_in(source) if match["id"]}
    if not ids:
        return source
    twin = Member.objects.filter(is_active=True, sort_key=OuterRef("sort_key")).exclude(pk=OuterRef("pk"))
    people = Member.objects.filter(pk__in=ids, is_active=True).annotate(twin=Exists(twin)).filter(twin=False)
    handles = {pk: _handle(key) for pk, key in people.order_by("pk").values_list("pk", "sort_key") if "\t" in key}

    def typed(match: re.Match[str]) -> str:
        handle = handles.get(int(match[1]))
        # What stands right before or behind would be read as part of it.
        return f"@{handle}" if handle else match[0]

    return outside_code(source, lambda piece: _KEPT.sub(typed, piece))


def _handle(key: str) -> str:
    last, first = key.split("\t", 1)
    return f"{first}.{last}".replace(" ", "-")
