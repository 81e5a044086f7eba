"""Reads over audiences: how many a rule selects, as it may be shown, and what a changed rule would change."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from essaim.kernel.anonymity import THRESHOLD, combine, protected
from essaim.people import rules
from essaim.people.models import Audience, Member


@dataclasses.dataclass(frozen=True)
class Headcount:
    """How many, as it may be shown: exact, or to the nearest five where the rule reads what members stated in private."""

    value: int
    exact: bool

    @property
    def few(self) -> bool:
        """Under five: then nothing more precise is said."""
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

    Where a rule reads something private, those who are in it whatever they stated are counted exactly; the others are
    counted with kernel.anonymity.protected, and the whole is shown to the nearest five.
    """
    columns: dict[str, Any] = {}
    for n, rule in enumerate(wanted):
        if not rules.reads_private(rule):
            columns[f"all{n}"] = Count("pk", filter=rules.to_q(rule))
            continue
        certain, unsure = _open(rule)
        stated = rules.to_q(rule) & rules.to_q(unsure)
        columns[f"sure{n}"] = Count("pk", filter=rules.to_q(certain))
        columns[f"open{n}"] = Count("pk", filter=rules.to_q(unsure))
        columns[f"stated{n}"] = Count("pk", filter=stated)
        columns[f"key{n}"] = Sum("record_key", filter=stated)
    found = Member.objects.filter(is_active=True).order_by().aggregate(**columns)
    return [
        Headcount(found[f"all{n}"], exact=True)
        if f"all{n}" in found
        else _protected(found[f"sure{n}"], found[f"open{n}"], found[f"stated{n}"], int(found[f"key{n}"] or 0))
        for n in range(len(wanted))
    ]


def _open(rule: rules.Rule) -> tuple[rules.Rule, rules.Rule]:
    """Those who are in it whatever they stated, and those for whom it depends; neither rule reads anything private."""
    certain, possible = rules.bounds(rule)
    return certain, rules.AllOf((possible, rules.Not(certain)))


def _protected(sure: int, open_to: int, stated: int, key: int) -> Headcount:
    shown = protected(stated, combine([key]))
    # Never above those who could be in it: "ten of seven" would say that all of them are.
    shown = min(shown, open_to // THRESHOLD * THRESHOLD)
    return Headcount(THRESHOLD * round((sure + shown) / THRESHOLD), exact=False)


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
    for audience in Audience.objects.order_by("name", "pk"):
        rule = rules.parse(audience.rule)
        rows.append((audience, rule, Headcount(audience.shown_size, not rules.reads_private(rule))))
    return rows


def open_members_by_audience() -> tuple[list[int], dict[int, set[int]]]:
    """All audiences; and of those with a private rule, whose membership depends on what they stated (kernel.anonymity)."""
    every = {audience.pk: rules.parse(audience.rule) for audience in Audience.objects.order_by("pk")}
    unsure = {
        pk: set(matching(_open(rule)[1]).order_by().values_list("pk", flat=True))
        for pk, rule in every.items()
        if rules.reads_private(rule)
    }
    return list(every), unsure


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
    public = [a.pk for a in Audience.objects.order_by("pk") if not rules.reads_private(rules.parse(a.rule))]
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [public])
