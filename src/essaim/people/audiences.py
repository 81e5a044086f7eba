"""Reads over audiences: how many a rule selects, as it may be shown, and what a changed rule would change."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from essaim.kernel.anonymity import THRESHOLD, protected
from essaim.kernel.ordering import by_name
from essaim.people import rules
from essaim.people.models import Audience, Member


@dataclasses.dataclass(frozen=True)
class Headcount:
    """How many, as it may be shown: exact, or where the rule reads what members stated in private, at least so many.

    ``value`` is then a multiple of five, and 0 says that there are too few to say.
    """

    value: int
    exact: bool

    @property
    def few(self) -> bool:
        return not self.exact and self.value < THRESHOLD


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a rule would do, before it is saved. Of private rules there are no names."""

    inside: Headcount
    enter: Headcount
    leave: Headcount
    sample: tuple[str, ...] = ()
    entering: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()


def matching(rule: rules.Rule) -> QuerySet[Member]:
    """The active members whom ``rule`` selects now, whatever membership is kept."""
    return Member.objects.filter(rules.to_q(rule), is_active=True)


def count(rule: rules.Rule) -> Headcount:
    return counts(rule)[0]


def counts(*wanted: rules.Rule) -> list[Headcount]:
    """How many members each rule selects, as it may be shown; one query for all of them.

    Where a rule reads something private, those who are in it whatever they stated are counted exactly, and the others with
    kernel.anonymity.protected.
    """
    columns: dict[str, Any] = {}
    for n, rule in enumerate(wanted):
        columns |= _columns(str(n), rule)
    found = Member.objects.filter(is_active=True).order_by().aggregate(**columns)
    return [_headcount(str(n), rule, found) for n, rule in enumerate(wanted)]


def _columns(n: str, rule: rules.Rule) -> dict[str, Any]:
    if not rules.reads_private(rule):
        return {f"all{n}": Count("pk", filter=rules.to_q(rule))}
    certain, possible = rules.bounds(rule)
    unsure = rules.AllOf((possible, rules.Not(certain)))
    columns = {f"key{n}_{place}": _sum_of_keys(variant) for place, variant in enumerate(rules.variants(rule).values())}
    return columns | {
        f"sure{n}": Count("pk", filter=rules.to_q(certain)),
        f"open{n}": Count("pk", filter=rules.to_q(unsure)),
        f"stated{n}": Count("pk", filter=rules.to_q(rules.AllOf((rule, unsure)))),
    }


def _sum_of_keys(rule: rules.Rule) -> Sum:
    return Sum("record_key", filter=rules.to_q(rule), default=0)


def _headcount(n: str, rule: rules.Rule, found: dict[str, Any]) -> Headcount:
    if f"all{n}" in found:
        return Headcount(found[f"all{n}"], exact=True)
    sums = {answers: int(found[f"key{n}_{place}"]) for place, answers in enumerate(rules.variants(rule))}
    # The signature holds the sums: it is key and subject in one.
    stated = protected(found[f"stated{n}"], found[f"open{n}"], 0, rules.signature(rule, sums))
    return Headcount((found[f"sure{n}"] + stated) // THRESHOLD * THRESHOLD, exact=False)


def preview(new: rules.Rule, old: rules.Rule, names: int = 8) -> Preview:
    """What would be if ``new`` replaced ``old`` (an empty ``any`` for an audience that is not there yet)."""
    enter, leave = rules.AllOf((new, rules.Not(old))), rules.AllOf((old, rules.Not(new)))
    now, entering, leaving = counts(new, enter, leave)
    figures = Preview(now, entering, leaving)
    if rules.reads_private(new) or rules.reads_private(old):
        return figures
    return dataclasses.replace(
        figures, sample=_sample(new, names), entering=_sample(enter, names), leaving=_sample(leave, names)
    )


def _sample(rule: rules.Rule, names: int) -> tuple[str, ...]:
    """Some names, always the same for the same people, in alphabetical order."""
    drawn = matching(rule).order_by("record_key").values_list("sort_key", "first_name", "last_name")[:names]
    return tuple(f"{first} {last}" for _key, first, last in sorted(drawn))


def audiences_with_size() -> list[tuple[Audience, rules.Rule, Headcount]]:
    """Every audience by name, with its rule and its size as it was when last worked out."""
    rows = []
    for audience in Audience.objects.order_by(by_name(), "pk"):
        rule = rules.parse(audience.rule)
        rows.append((audience, rule, Headcount(audience.shown_size, not rules.reads_private(rule))))
    return rows


def audiences_for(
    member: Member, *, own: bool = False, behind: int = 0, limit: int | None = None
) -> list[tuple[Audience, rules.Rule, Headcount]]:
    """The same for one reader, by id: facilitators know every audience, others those that they are in.

    Parameters:
        own: only those that ``member`` is in, facilitator or not.
        behind: the id behind which to go on.
    """
    known = Audience.objects.filter(pk__gt=behind).order_by("pk")
    if own or not member.is_facilitator:
        known = known.filter(pk__in=member.joined_ids)
    rows = []
    for audience in known[:limit]:
        rule = rules.parse(audience.rule)
        rows.append((audience, rule, Headcount(audience.shown_size, not rules.reads_private(rule))))
    return rows


def audiences_by_privacy() -> tuple[list[int], list[int]]:
    """The ids of audiences whose rule reads the directory alone, and of those whose members are a secret themselves."""
    public: list[int] = []
    private: list[int] = []
    for audience in Audience.objects.order_by("pk"):
        (private if rules.reads_private(rules.parse(audience.rule)) else public).append(audience.pk)
    return public, private


_GROUPS = """
SELECT m.id, m.record_key, ARRAY(SELECT k.audience_id FROM people_audiencemembership k WHERE k.member_id = m.id)
FROM people_member m WHERE m.is_active
"""


def groups_of_members() -> Iterator[tuple[int, int, list[int]]]:
    """Every active member's id, key for the cell-key method, and audiences. For counting only, in the worker."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS)
        yield from cursor.fetchall()


_RECOUNT = """
WITH counted AS (
    SELECT a.id, count(k.member_id) AS n FROM people_audience a
    LEFT JOIN people_audiencemembership k ON k.audience_id = a.id
    WHERE a.id = ANY (%s) GROUP BY a.id
)
UPDATE people_audience a SET shown_size = c.n FROM counted c WHERE c.id = a.id AND a.shown_size <> c.n
"""


def recount() -> None:
    """Sizes of audiences with a public rule follow the kept membership; the others keep theirs until the next night."""
    public, _private = audiences_by_privacy()
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [public])
