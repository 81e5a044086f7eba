"""Erasing somebody: the database in one transaction, files after it. Killed at any moment, it goes on where it was."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.organisation.models import Organisation
from essaim.privacy import sweep
from essaim.privacy.events import MemberErased
from essaim.privacy.holdings import ByHand, Leaver, all_holdings, by_hand, file_kinds, objections
from essaim.privacy.models import Erasure
from essaim.privacy.queries import traces_of
from essaim.privacy.traces import Traces

# Of what is found in colleagues' texts, as much as somebody reads.
MOST_SHOWN = 300


@transaction.atomic
def look(*, erasure_id: int) -> None:
    """Writes down where free texts name the person, for administrators to look at before it happens."""
    erasure = Erasure.objects.select_for_update().filter(pk=erasure_id, erased_at=None).first()
    traces = traces_of(erasure.member_id) if erasure else None
    if erasure is None or traces is None:
        return
    found = [one for one in sweep.find(traces) if not _about_page(one)]
    places: dict[str, Any] = {}
    for text in {id(one.text): one.text for one in found}.values():
        keys = [one.pk for one in found if one.text is text]
        places[text.table] = text.places(keys) if text.places else {}
    before = {one["key"] for one in erasure.found}
    erasure.found = [
        {
            "key": one.key,
            "what": _untranslated(one.text.label),
            "title": places[one.column.table].get(one.pk, ("", ""))[0],
            "url": places[one.column.table].get(one.pk, ("", ""))[1],
            "around": traces.around(one.value),
            "namesake": sweep.namesake_of(traces, one),
            "written": one.author is not None and one.author == sweep.namesake_of(traces, one),
        }
        for one in found[:MOST_SHOWN]
    ]
    # What is a namesake's stays, unless an administrator says that it is not; what they chose before stays chosen.
    new = {one["key"] for one in erasure.found if one["namesake"]} - before
    erasure.leave = sorted({*erasure.leave, *new})
    erasure.by_hand = [_in_words(one) for one in _by_hand(traces) if erasure.keeps_texts or not one.theirs]
    erasure.looked_at = clock.now()
    erasure.save(update_fields=["found", "leave", "by_hand", "looked_at"])


def _by_hand(traces: Traces) -> Iterator[ByHand]:
    for _name, look_for in by_hand:
        yield from look_for(traces)


def _untranslated(words: Any) -> str:
    """Words of ours as the page looks them up, in the language of whoever reads it."""
    with translation.override(None):
        return str(words)


def _in_words(one: ByHand, *, named: bool = True) -> dict[str, str]:
    """As the page shows it; once the person is erased, without their name."""
    words = {"what": _untranslated(one.what), "url": one.url, "todo": _untranslated(one.todo)}
    return words | {"title": one.title, "around": one.around} if named else words


def _about_page(found: sweep.Found) -> bool:
    # What is shown is rendered from what was written: one line for both.
    return found.column.name in ("html", "text", "title_text", "body_text") and "source" in found.text.columns


def erase(*, erasure_id: int) -> None:
    """Erases whom ``erasure_id`` is about. Doing it twice does it once."""
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        if erasure.erased_at is None:
            _erase_rows(erasure)
    _remove_files(erasure_id)


def _erase_rows(erasure: Erasure) -> None:
    traces = traces_of(erasure.member_id, lock=True)
    done: Counter[str] = Counter()
    if traces:
        if any(objection(erasure.member_id) for _name, objection in objections):
            return  # It stays due: whoever sees the list of erasures sees why (queries.waiting).
        leaver = Leaver(member_id=erasure.member_id, traces=traces, keeps_texts=erasure.keeps_texts)
        # From the roof down: a package forgets before what it stands on does.
        for holding in reversed(all_holdings()):
            done[holding.name] += holding.forget(leaver)
        done["texts"] = sweep.rewrite(traces, Organisation.current().language, *_decided(erasure))
        for holding in all_holdings():
            if holding.afterwards:
                holding.afterwards(leaver)
        erasure.files = [list(file) for file in leaver.files]
        erasure.by_hand = [_in_words(one, named=False) for one in _by_hand(traces)]
    if erasure.asked_by_id == erasure.member_id:
        erasure.asked_by_id = None
    erasure.found, erasure.leave, erasure.report, erasure.erased_at = [], [], dict(done), clock.now()
    erasure.save()
    if traces:
        erasure.residue = sweep.residue(traces)
        erasure.save(update_fields=["residue"])
    journal.record(MemberErased(actor_id=None, subject_id=erasure.pk, keeps_texts=erasure.keeps_texts))


def _decided(erasure: Erasure) -> tuple[set[str], set[str]]:
    """What stays as it is, and all that was decided about; the shown text goes with the written one."""
    left, shown = set(erasure.leave), {found["key"] for found in erasure.found}
    return tuple(keys | {key.replace(".source:", ".html:") for key in keys} for keys in (left, shown))  # type: ignore[return-value]


def _remove_files(erasure_id: int) -> None:
    erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.erased_at is None:
        return
    for kind, path in erasure.files:
        file_kinds[kind](path)
    Erasure.objects.filter(pk=erasure_id, done_at=None).update(files=[], done_at=clock.now())


def erase_again(*, choices: Mapping[int, bool | None]) -> int:
    """After an older backup was restored: erases once more those who had been erased since. Returns how many were there.

    Parameters:
        choices: a member's id to whether what they wrote stays; None where it is not known: what the restored row says holds.
    """
    again = 0
    for member_id, keeps_texts in choices.items():
        if get_user_model().objects.filter(pk=member_id).exists():
            now = clock.now()
            chosen = {} if keeps_texts is None else {"keeps_texts": keeps_texts}
            erasure, _made = Erasure.objects.update_or_create(
                member_id=member_id,
                defaults={"erased_at": None, "done_at": None, "due_at": now, **chosen},
                create_defaults={"reason": "officer", "asked_at": now, "due_at": now, **chosen},
            )
            erase(erasure_id=erasure.pk)
            again += 1
    return again


def due() -> list[int]:
    """The erasures whose day has come, and those whose files are not all gone yet."""
    waiting = Erasure.objects.filter(done_at=None, due_at__lte=clock.now()).order_by("due_at", "pk")
    return list(waiting.values_list("pk", flat=True))
