"""An attacker who keeps every page and knows who moved: two pages are as safe as one."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.kernel.anonymity import THRESHOLD, Cell, Kept, Row, cell, partition, rounded, succeed, table

Place = int | None


class Company:
    """People with their groups, what they did, and the pages that were made of them, one after the other."""

    def __init__(self, groups: Sequence[frozenset[int]], begun: Sequence[bool], seed: int = 0):
        drawn = random.Random(seed)
        self.groups, self.begun = dict(enumerate(groups)), dict(enumerate(begun))
        self.keys = {person: drawn.getrandbits(53) for person in self.groups}
        self.places: dict[int, int] = {}
        self.before: dict[int, Kept] = {}
        self.atoms: dict[int, frozenset[int]] = {}

    def page(self, audiences: Iterable[int] = range(4)) -> list[Row]:
        cells = {person: cell(groups, self.places.get(person)) for person, groups in self.groups.items()}
        people: Counter[Cell] = Counter(cells.values())
        keys: Counter[Cell] = Counter()
        facts: dict[tuple[Cell, int], tuple[int, int]] = {}
        for person, one in cells.items():
            keys[one] += self.keys[person]
            facts[one, 0] = (facts.get((one, 0), (0, 0))[0] + self.begun[person], 0)
        chosen = succeed(people, audiences, self.before)
        rows, kept = table(chosen, people, keys, facts, [0], self.before)
        self.before = {place: one for place, (one, _cells) in enumerate(kept)}
        at = {one: place for place, (_kept, inside) in enumerate(kept) for one in inside}
        self.places = {person: at[one] for person, one in cells.items() if one in at}
        self.atoms = {person: self.before[place].groups for person, place in self.places.items()}
        return rows


_GROUPS = st.frozensets(st.integers(0, 3), max_size=3)
_BLOCKS = st.lists(st.tuples(_GROUPS, st.integers(1, 20)), min_size=1, max_size=7)
# Who goes where: a number of people from a block to other groups; None is away.
_MOVES = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 12), st.none() | _GROUPS), max_size=6)


def _people(blocks: list[tuple[frozenset[int], int]]) -> list[frozenset[int]]:
    return [groups for groups, n in blocks for _ in range(n)]


def _move(
    company: Company, blocks: list[tuple[frozenset[int], int]], moves: list[tuple[int, int, frozenset[int] | None]]
) -> None:
    for block, n, groups in moves:
        if block >= len(blocks):
            continue
        first = sum(size for _groups, size in blocks[:block])
        for person in range(first, first + min(n, blocks[block][1])):
            if groups is None:
                company.groups.pop(person, None)
            elif person in company.groups:
                company.groups[person] = groups


@settings(max_examples=100, deadline=None)
@given(blocks=_BLOCKS, moves=_MOVES, came=st.lists(_GROUPS, max_size=9))
def test_two_pages_together_cut_nobody_off(
    blocks: list[tuple[frozenset[int], int]], moves: list[tuple[int, int, frozenset[int] | None]], came: list[frozenset[int]]
) -> None:
    """Every sum and difference of figures of both pages counts the people of a joint atom equally often: each has five and more."""
    people = _people(blocks)
    company = Company([*people, *came], [False] * (len(people) + len(came)))
    late = {len(people) + n: company.groups.pop(len(people) + n) for n in range(len(came))}
    company.page()
    first = dict(company.atoms)
    _move(company, blocks, moves)
    company.groups |= late
    company.page()
    second = dict(company.atoms)
    joint = Counter((first.get(person), second.get(person)) for person in company.groups)
    for (before, after), n in joint.items():
        # Fewer only where others of that atom have gone for good; then it goes on as it was, or nobody is counted.
        some_left = before is not None and any(
            groups == before and person not in company.groups for person, groups in first.items()
        )
        assert n >= THRESHOLD or some_left or (before is None and after is None), (before, after, n)
    for groups, n in Counter(second.values()).items():
        gone = sum(first_groups == groups and person not in company.groups for person, first_groups in first.items())
        assert n + min(gone, THRESHOLD - 1) >= THRESHOLD


@settings(max_examples=60, deadline=None)
@given(
    blocks=_BLOCKS, chosen=st.integers(0, 1000), to=st.none() | _GROUPS, seed=st.integers(0, 99), data=st.data(),
)  # fmt: skip
def test_one_person_who_moves_comes_or_goes_changes_no_figure(
    blocks: list[tuple[frozenset[int], int]], chosen: int, to: frozenset[int] | None, seed: int, data: st.DataObject
) -> None:
    people = _people(blocks)
    begun = data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))
    company = Company(people, begun, seed)
    before = company.page()
    # A group that can be shown from now on only is another matter: it cuts off five and more (the test above).
    shown = [row.group for row in before if row.group is not None]
    mover = chosen % len(people)
    if to is None:
        del company.groups[mover]
    else:
        company.groups[mover] = to
    if sum(person in company.places for person in company.groups) >= THRESHOLD:
        assert by_group(company.page(shown)) == by_group(before)
    newcomer = len(people)
    company.groups[newcomer], company.keys[newcomer], company.begun[newcomer] = frozenset({1, 2}), 7, True
    if sum(person in company.places for person in company.groups) >= THRESHOLD:
        assert by_group(company.page(shown)) == by_group(before)


def by_group(rows: list[Row]) -> dict[int | None, Row]:
    """Their order follows the sizes of groups, which everybody knows."""
    return {row.group: row for row in rows}


def _figure(rows: list[Row]) -> int:
    return next(row.measures[0][0].value for row in rows if row.group == 1)


def test_known_moves_week_after_week_do_not_average_the_rounding_out() -> None:
    """Every week one person goes and another comes. Drawn anew each time, the rounding averages out; now it does not move."""
    exact = 0
    for seed in range(40):
        drawn = random.Random(seed)
        count = drawn.randint(20, 60)
        began = [drawn.random() < 0.5 for _ in range(count)]
        company = Company([frozenset({1})] * count + [frozenset()] * 40, began + [False] * 40, seed)
        company.page()
        figures, anew = [], []
        for week in range(4):
            # The same number began among those who are there: what the attacker is after.
            company.groups[week], company.groups[count + week] = frozenset(), frozenset({1})
            company.begun[count + week] = company.begun[week]
            figures.append(_figure(company.page()))
        keys = [[drawn.getrandbits(53) for _ in range(count)] for _ in range(200)]
        anew = [rounded(sum(began), sum(some) % 2**53, "measure 0") for some in keys]
        exact += round(sum(anew) / len(anew)) == sum(began)
        assert len(set(figures)) == 1
    # What the attack did to a rounding that was drawn anew: it learnt the count.
    assert exact > 30


def test_five_who_make_the_same_way_are_counted_where_they_went() -> None:
    company = Company([frozenset({1})] * 20 + [frozenset({2})] * 20, [True] * 40)
    company.page()
    for person in range(4):
        company.groups[person] = frozenset({2})
    company.page()
    assert [company.atoms[person] for person in range(5)] == [frozenset({1})] * 5
    company.groups[4] = frozenset({2})
    company.page()
    assert [company.atoms[person] for person in range(6)] == [frozenset({2})] * 5 + [frozenset({1})]


def test_without_a_page_before_it_is_the_partition() -> None:
    people = Counter({frozenset({1}): 9, frozenset({1, 2}): 6, frozenset({3}): 3, frozenset[int](): 9})
    assert succeed(people, [1, 2, 3], {}).shown == partition(people, [1, 2, 3]).shown
    assert succeed(people, [1, 2, 3], {}).hidden == partition(people, [1, 2, 3]).hidden


def test_progress_of_those_who_stay_is_counted_and_nothing_falls_when_somebody_goes() -> None:
    company = Company([frozenset({1})] * 30 + [frozenset()] * 10, [True] * 12 + [False] * 28)
    first = _figure(company.page())
    for person in range(4):
        del company.groups[person]
    assert _figure(company.page()) == first
    company.begun |= dict.fromkeys(range(12, 30), True)
    assert _figure(company.page()) >= 20
    # The fifth: they are taken out.
    del company.groups[4]
    assert abs(_figure(company.page()) - 25) < THRESHOLD
