"""Reads over rights, and the words that pages, files and archives share."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.names import fold

from .holdings import Holding, Reader, objections, told_holdings
from .models import Archive, Erasure
from .models.erasure import Reason
from .traces import Namesake, Traces


def traces_of(member_id: int, *, lock: bool = False) -> Traces | None:
    """What a member is found by in texts; None if there is none such."""
    members: Any = get_user_model()._default_manager
    if lock:
        members = members.select_for_update()
    member = members.filter(pk=member_id).first()
    if member is None:
        return None
    return Traces(
        member_id=member.pk,
        first_name=member.first_name,
        last_name=member.last_name,
        addresses=(member.email,) if member.email else (),
        numbers=(member.employee_number,) if member.employee_number else (),
        namesakes=tuple(
            Namesake(one.pk, tuple(filter(None, (one.email, one.employee_number)))) for one in namesakes_of(member)
        ),
    )


def namesakes_of(member: Any) -> list[Any]:
    """Other members of the same full name, accents and case aside, those whose account is closed too."""
    others: Any = (
        get_user_model()
        ._default_manager.filter(sort_key=member.sort_key)
        .exclude(pk=member.pk)
        .select_related("team")
        .order_by("pk")
    )
    return list(others)


def archive_of(member: Any) -> Archive | None:
    """The member's archive without its content, None if they asked for none."""
    return Archive.objects.filter(member_id=member.pk).defer("content").first()


def holds_content(archive: Archive) -> bool:
    return Archive.objects.filter(pk=archive.pk, content__isnull=False).exists()


def erasure_of(member: Any) -> Erasure | None:
    return Erasure.objects.filter(member_id=member.pk).defer("found").first()


def erasure_member(erasure_id: int) -> tuple[int, bool, datetime] | None:
    """Whom an erasure is about, whether they asked themself, and its day: for telling them. None when it is over."""
    erasure = Erasure.objects.filter(pk=erasure_id, erased_at=None).defer("found").first()
    return (erasure.member_id, erasure.reason == Reason.ASKED, erasure.due_at) if erasure else None


@dataclasses.dataclass(frozen=True)
class Waiting:
    """An erasure on the list. ``name`` is None once the person is erased; ``why`` says why it does not happen."""

    erasure: Erasure
    name: str | None
    why: str


def waiting() -> list[Waiting]:
    """What is to be erased, the nearest day first."""
    rows = list(Erasure.objects.filter(erased_at=None).defer("found", "leave").order_by("due_at", "pk"))
    members: Any = get_user_model()._default_manager.in_bulk([row.member_id for row in rows])
    now = clock.now()
    out = []
    for row in rows:
        member = members.get(row.member_id)
        reasons = [objection(row.member_id) for _name, objection in objections] if row.due_at <= now else []
        out.append(Waiting(row, member.get_full_name() if member else None, next((str(why) for why in reasons if why), "")))
    return out


def erased(limit: int | None = 100) -> list[Erasure]:
    """What was erased, the latest first."""
    return list(Erasure.objects.exclude(erased_at=None).order_by("-erased_at", "-pk")[:limit])


def words_of_report(report: Mapping[str, int]) -> list[tuple[str, int]]:
    """What an erasure changed, as somebody reads it: the holding's title and how many rows; what had none is left out."""
    titles = {holding.name: str(holding.title) for holding in told_holdings()}
    named = [(title, report.get(name, 0)) for name, title in titles.items()]
    # A holding of an older version has no title any more.
    named += [(name, n) for name, n in report.items() if name not in titles and name != "texts"]
    return [one for one in [*named, (_("Son nom dans les textes des autres"), report.get("texts", 0))] if one[1]]


def people_named(text: str, limit: int = 20) -> list[Any]:
    """Members by name, those whose account is closed too: for administrators."""
    found: Any = get_user_model()._default_manager.order_by("is_active", "sort_key", "pk")
    words = fold(text).replace("-", " ").replace("'", " ").split()[:6]
    for word in words:
        found = found.filter(sort_key__contains=word)
    return list(found[:limit]) if words else []


def words_of(holding: Holding) -> dict[str, Any]:
    """A holding as the record of processing says it."""
    return {
        "title": str(holding.title),
        "what": str(holding.what),
        "purpose": str(holding.purpose),
        "basis": str(holding.basis.label),
        "period": str(holding.keep),
        "readers": readers_of(holding),
        "erasure": str(holding.forgetting),
        "export": _("En entier, dans « Mes données » et dans l'archive."),
    }


def recipients() -> str:
    """Who outside gets something, as the record of processing says it."""
    return _(
        "Ce qu'Essaim garde reste chez l'organisation qui l'héberge ; mails, compte de l'organisation et sauvegardes passent par les "
        "services qu'elle a choisis. Deux exceptions, si la personne le veut, et parfois hors de l'Union. Qui demande des notifications "
        "sur un appareil : le service du fabricant de son navigateur reçoit une adresse de cet appareil et un message chiffré, qu'il "
        "ne peut pas lire. Qui ouvre un film hébergé ailleurs (YouTube, Vimeo, PeerTube) : ce site reçoit son adresse IP."
    )


def readers_of(holding: Holding) -> list[str]:
    """Who sees it, a line each: "Tous les membres : nom, métier", "L'équipe d'animation : …"."""
    said = [
        _("%(reader)s : %(what)s") % {"reader": reader.label, "what": holding.readers[reader]}
        for reader in Reader
        if reader in holding.readers
    ]
    return [_("La personne elle-même : tout"), *said]


def seen_by() -> Mapping[Reader, list[tuple[Any, Any]]]:
    """For each kind of reader, what they see of anybody: the holding's title, and which of it."""
    return {
        reader: [(holding.title, holding.readers[reader]) for holding in told_holdings() if reader in holding.readers]
        for reader in Reader
    }
