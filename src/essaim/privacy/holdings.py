"""What the organisation holds about its members: declared by the package that holds it, in its ``AppConfig.ready``.

One declaration serves everything that is said and done about it: *my data*, the archive, erasure, retention, the record of
processing, and the lines on a member's page that say who sees what. A guard test fails when a table is in none of them.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.kernel.registry import Registry

from .periods import Period
from .traces import Traces


class Reader(models.TextChoices):
    """Who may see something of a member, the member apart: they see all of it (privacy.views.data)."""

    COLLEAGUES = "colleagues", _("Tous les membres")
    MANAGER = "manager", _("Son responsable, sa responsable")
    FACILITATORS = "facilitators", _("L'équipe d'animation")
    ADMINISTRATORS = "administrators", _("Les administrateurs")


class Basis(models.TextChoices):
    """The legal ground, article 6 of the GDPR."""

    INTEREST = "legitimate-interest", _("Intérêt légitime : former ses collaborateurs et les relier (art. 6.1.f)")
    CHOICE = "consent", _("Consentement : la personne l'a dit elle-même et peut le retirer (art. 6.1.a)")
    DUTY = "legal-obligation", _("Obligation légale : sécurité et preuve (art. 6.1.c)")


@dataclasses.dataclass(frozen=True)
class Part:
    """One table of what is held: shown on a page, and written into the archive as JSON.

    Parameters:
        name: the JSON file's, such as ``posts``.
        columns: key of a row to the words that a person reads.
        rows: values that JSON knows; lists are joined with commas for people, ``*_html`` is shown as HTML.
        files: what belongs to it as a file, by the name it has in the archive.
    """

    name: str
    title: Any
    columns: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)

    def told(self) -> list[str]:
        """The keys of the columns in which something stands, in their order."""
        return [key for key in self.columns if any(row.get(key) not in (None, "") for row in self.rows)]


@dataclasses.dataclass
class Leaver:
    """Somebody who is being erased, handed to each holding inside the one transaction.

    Parameters:
        traces: their names, addresses and number, for texts.
        keeps_texts: what they wrote for others stays, under a neutral name; otherwise it goes.
        files: what a holding adds here as ``(kind, path)`` is removed after the transaction (``file_kinds``).
    """

    member_id: int
    traces: Traces
    keeps_texts: bool
    files: list[tuple[str, str]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Holding:
    """One thing that is held about members.

    Parameters:
        name: package first, ``people.member``.
        title, what, purpose: for a person, lazily translated; ``what`` lists the facts.
        basis, keep: the legal ground, and how long.
        readers: who sees it and what they see of it. Who is not named sees nothing of it.
        inner: it is there for the machine to work, and told last.
        tables: the database tables that it answers for.
        export: of one member (id), everything as parts; ``limit`` is how many rows of each are enough.
        forget: takes a leaver out; returns how many rows it changed. Run in the transaction, upper packages first.
        forgetting: what becomes of it at erasure, lazily translated.
        afterwards: run once all holdings have forgotten and free texts are rewritten: for indexes.
        expire: given the moment before which it has had its time, removes or makes nameless; returns how many.
    """

    name: str
    title: Any
    what: Any
    purpose: Any
    basis: Basis
    keep: Period
    readers: Mapping[Reader, Any]
    tables: tuple[str, ...]
    export: Callable[[int, int | None], Iterable[Part]]
    forget: Callable[[Leaver], int]
    forgetting: Any
    afterwards: Callable[[Leaver], None] | None = None
    expire: Callable[[datetime], int] | None = None
    inner: bool = False


@dataclasses.dataclass(frozen=True)
class FreeText:
    """Columns in which people write what they like, names of colleagues included.

    At erasure, full names, addresses and numbers in them are shown to administrators first, then replaced.

    Parameters:
        table, columns: text, JSON or array of texts; ``pk`` its key.
        label: what a person calls it, lazily translated.
        places: of some keys, the title and the address of the page where one can read it in its context.
        author: the column with the id of the member whose words, or whose row, it is; "" where there is none.
    """

    table: str
    columns: tuple[str, ...]
    label: Any
    places: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]] | None = None
    pk: str = "id"
    author: str = ""


@dataclasses.dataclass(frozen=True)
class ByHand:
    """Something that names a person and that no rule can rewrite: somebody opens it, and decides.

    Parameters:
        what: what it is, and ``todo`` what to do about it; lazily translated.
        title: its name, which may be the person's; ``url`` where it is changed.
        around: the words around the name.
        theirs: the person gave it with what they wrote, and it goes where that goes.
    """

    what: Any
    title: str
    url: str
    around: str
    todo: Any
    theirs: bool = False


holdings: Registry[Holding] = Registry("holding")
free_texts: Registry[FreeText] = Registry("free text")
# Given somebody's traces, what of a kind has to be looked at by hand.
by_hand: Registry[Callable[[Traces], Iterable[ByHand]]] = Registry("look by hand")
# Tables without a word about anybody: name to the reason.
impersonal_tables: dict[str, str] = {}
# Removes a file of a kind by its path; a path that is not there is no error.
file_kinds: Registry[Callable[[str], None]] = Registry("kind of file")
# Given a member's id, words that say why they cannot be erased now, "" where they can.
objections: Registry[Callable[[int], Any]] = Registry("objection")


def register(*added: Holding) -> None:
    for holding in added:
        holdings.add(holding.name, holding)


def register_texts(*added: FreeText) -> None:
    for text in added:
        free_texts.add(text.table, text)


def impersonal(reason: str, *tables: str) -> None:
    """Says of tables that they hold nothing about members."""
    impersonal_tables.update(dict.fromkeys(tables, reason))


def all_holdings() -> list[Holding]:
    """In the order of their registration: lower packages first."""
    return [holding for _name, holding in holdings]


def told_holdings() -> list[Holding]:
    """As people are told of them: what is about them first, what the machine needs last."""
    return sorted(all_holdings(), key=lambda holding: holding.inner)
