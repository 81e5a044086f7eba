"""Leaving: asked for, thought over, taken back, or brought forward by an administrator."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.privacy.events import ErasureAsked, ErasureCancelled
from essaim.privacy.holdings import objections
from essaim.privacy.models import Erasure
from essaim.privacy.models.erasure import DELAY, Reason


def refuse_objections(member_id: int) -> None:
    """Raises Refused with the first reason for which this member cannot be erased now."""
    for _name, objection in objections:
        if words := objection(member_id):
            raise Refused(words, code="objection")


@transaction.atomic
def ask_own_erasure(*, actor: Any, keeps_texts: bool) -> Erasure:
    """The actor asks to be erased, in ``DELAY``; asked again, the choice about texts follows and the day stays.

    Raises Refused where they cannot leave now.
    """
    refuse_objections(actor.pk)
    now = clock.now()
    return _ask(actor, member_id=actor.pk, reason=Reason.ASKED, keeps_texts=keeps_texts, asked_at=now, due_at=now + DELAY)


@transaction.atomic
def order_erasure(*, actor: Any, member_id: int, reason: str, keeps_texts: bool) -> Erasure:
    """An administrator has somebody erased: prepared now, carried out by ``carry_out``. Raises Refused, and DoesNotExist."""
    _only_administrators(actor)
    get_user_model().objects.only("pk").get(pk=member_id)
    refuse_objections(member_id)
    now = clock.now()
    # An administrator looks at what was found and carries it out; forgotten, it happens within the month that the law gives.
    due_at = now + timedelta(days=30)
    return _ask(actor, member_id=member_id, reason=Reason(reason), keeps_texts=keeps_texts, asked_at=now, due_at=due_at)


def _ask(actor: Any, *, member_id: int, keeps_texts: bool, **values: Any) -> Erasure:
    from essaim.privacy.tasks import look

    erasure, made = Erasure.objects.select_for_update().get_or_create(
        member_id=member_id, defaults={"asked_by_id": actor.pk, "keeps_texts": keeps_texts, **values}
    )
    if erasure.erased_at:
        raise Refused(_("Cette personne est déjà effacée."), code="erased")
    if made:
        journal.record(ErasureAsked(actor_id=actor.pk, subject_id=erasure.pk, member_id=member_id, reason=erasure.reason))
        look.defer(erasure_id=erasure.pk)
    elif erasure.keeps_texts != keeps_texts:
        erasure.keeps_texts = keeps_texts
        erasure.save(update_fields=["keeps_texts"])
        # Their own files are looked at where they stay.
        look.defer(erasure_id=erasure.pk)
    return erasure


@transaction.atomic
def cancel_erasure(*, actor: Any, erasure_id: int) -> None:
    """The person stays: said by themself, or by an administrator. Raises Erasure.DoesNotExist once it is done."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id, erased_at=None)
    if erasure.member_id != actor.pk:
        _only_administrators(actor)
    journal.record(ErasureCancelled(actor_id=actor.pk, subject_id=erasure.pk, member_id=erasure.member_id))
    erasure.delete()


@transaction.atomic
def choose_left(*, actor: Any, erasure_id: int, shown: Collection[str], leave: Collection[str]) -> Erasure:
    """An administrator says which of colleagues' texts stay as they are although they name the person.

    Parameters:
        shown: keys of the lines that they had before them; of others, found since, nothing was said.
        leave: those of ``shown`` that stay.
    """
    _only_administrators(actor)
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id, erased_at=None)
    found, asked = {one["key"] for one in erasure.found}, set(shown)
    erasure.leave = sorted(found & (set(leave) & asked | set(erasure.leave) - asked))
    erasure.save(update_fields=["leave"])
    return erasure


@transaction.atomic
def carry_out(*, actor: Any, erasure_id: int, name: str) -> Erasure:
    """An administrator has it done now by the worker. ``name``: the person's, typed, so that nobody erases somebody else.

    Raises Refused when the name is another, or while what was written about them is still being looked for.
    """
    from essaim.privacy.tasks import erase

    _only_administrators(actor)
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id, erased_at=None)
    member: Any = get_user_model().objects.get(pk=erasure.member_id)
    if " ".join(name.split()).casefold() != " ".join(member.get_full_name().split()).casefold():
        raise Refused(_("Ce n'est pas le nom de la personne. Écrivez-le comme il est au-dessus."), code="another-name")
    if erasure.looked_at is None:
        raise Refused(_("On cherche encore où son nom est écrit. Revenez dans une minute."), code="looking")
    refuse_objections(erasure.member_id)
    erasure.due_at = clock.now()
    erasure.save(update_fields=["due_at"])
    erase.defer(erasure_id=erasure.pk)
    return erasure


def _only_administrators(actor: Any) -> None:
    if not actor.is_administrator:
        raise Refused(_("C'est le rôle des administrateurs."), code="role")
