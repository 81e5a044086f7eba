"""Nobody is given away: not by a figure, not by any calculation over all of them, not by asking again."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.kernel.anonymity import THRESHOLD, Cell, Partition, Row, combine, partition, protected, rounded, table
from essaim.kernel.ids import new_record_key

# A person of a test: the groups they are in, and for each measure 0, 1 (began) or 2 (finished).
Person = tuple[frozenset[int], tuple[int, ...]]


class World:
    """People, and the page that is made of them."""

    def __init__(self, people: Sequence[Person], groups: Iterable[int], seed: int = 0, measures: int = 2):
        self.people, self.groups, self.measures = list(people), sorted(groups), range(measures)
        drawn = random.Random(seed)
        self.keys = [drawn.getrandbits(53) for _person in people]
        self.cells: list[Cell] = [groups & frozenset(self.groups) for groups, _states in people]

    @property
    def counts(self) -> Counter[Cell]:
        return Counter(self.cells)

    def partition(self) -> Partition:
        return partition(self.counts, self.groups)

    def rows(self) -> list[Row]:
        keys: Counter[Cell] = Counter()
        facts: dict[tuple[Cell, int], tuple[int, int]] = {}
        for cell, key, (_groups, states) in zip(self.cells, self.keys, self.people, strict=True):
            keys[cell] += key
            for measure in self.measures:
                begun, finished = facts.get((cell, measure), (0, 0))
                facts[cell, measure] = (begun + (states[measure] > 0), finished + (states[measure] > 1))
        return table(self.partition(), self.counts, keys, facts, self.measures)[0]

    def shown_matrix(self) -> list[list[int]]:
        """What the page says, one equation a row over single people: everybody, each shown group, and each complement."""
        chosen = self.partition()
        if not chosen.atoms:
            return []
        inside = [[int(group in person[0]) for person in self.people] for group in chosen.shown]
        everybody = [1] * len(self.people)
        return [everybody, *inside, *([1 - bit for bit in row] for row in inside)]


def can_be_solved_for(matrix: Sequence[Sequence[int]], target: Sequence[int]) -> bool:
    """Whether adding and subtracting rows, times any fraction, gives ``target``: exact elimination, no rounding."""
    rows = [[Fraction(value) for value in row] for row in matrix]
    wanted = [Fraction(value) for value in target]
    for column in range(len(target)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [[a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)] for row in rows]
        wanted = (
            [a - b * wanted[column] / pivot[column] for a, b in zip(wanted, pivot, strict=True)] if wanted[column] else wanted
        )
    return not any(wanted)


def isolated(world: World) -> list[tuple[int, ...]]:
    """Every set of one to four people whose count can be calculated from everything that is shown."""
    matrix = world.shown_matrix()
    if not matrix:
        return []
    n = len(world.people)
    shown = np.array(matrix, dtype=float)
    basis = np.linalg.svd(shown)[2][: np.linalg.matrix_rank(shown)]
    found = []
    for size in range(1, THRESHOLD):
        for some in itertools.combinations(range(n), size):
            target = np.zeros(n)
            target[list(some)] = 1
            near = np.linalg.norm(target - basis.T @ (basis @ target)) < 1e-6
            # Least squares are quick, fractions are sure.
            if near and can_be_solved_for(matrix, [int(value) for value in target]):
                found.append(some)
    return found


def someone(*groups: int, states: tuple[int, ...] = (0, 0)) -> Person:
    return frozenset(groups), states


def test_the_solver_of_these_tests_finds_what_there_is_to_find() -> None:
    everybody, all_but_one, complement = [1] * 6, [1] * 5 + [0], [0] * 5 + [1]
    assert can_be_solved_for([everybody, all_but_one], complement)
    assert not can_be_solved_for([everybody], complement)
    assert can_be_solved_for([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 0, 0])


def test_two_audiences_that_differ_by_one_person_are_not_shown_together() -> None:
    people = [someone(1, 2)] * 12 + [someone(2)] + [someone()] * 20
    world = World(people, {1, 2})
    chosen = world.partition()
    assert chosen.shown == (2,)
    assert chosen.hidden == {1}
    assert isolated(World(people[5:20], {1, 2})) == []


def test_a_complement_of_four_is_not_shown_either() -> None:
    assert World([someone(1)] * 30 + [someone()] * 4, {1}).partition().shown == ()
    assert World([someone(1)] * 30 + [someone()] * 5, {1}).partition().shown == (1,)


def test_three_groups_whose_sums_would_leave_one_person() -> None:
    """Each is large, each pair of them differs by many, and yet 1 + 2 - 3 is one person."""
    people = (
        [someone(1)] * 9 + [someone(2)] * 9 + [someone(1, 3)] * 10 + [someone(2, 3)] * 10 + [someone(1, 2, 3)] + [someone()] * 9
    )
    chosen = World(people, {1, 2, 3}).partition()
    assert len(chosen.shown) == 2 or 3 not in chosen.shown
    sizes = [sum(World(people, {1, 2, 3}).counts[cell] for cell in cells) for cells in chosen.atoms.values()]
    assert min(sizes) >= THRESHOLD


def test_of_fewer_than_five_people_nothing_is_shown() -> None:
    world = World([someone(1)] * 4, {1})
    assert world.rows() == [] and world.partition().hidden == {1}


def test_an_empty_audience_is_not_told_from_a_small_one() -> None:
    empty, small = World([someone()] * 30, {1}), World([someone()] * 30 + [someone(1)] * 4, {1})
    assert empty.partition().hidden == small.partition().hidden == {1}


def test_an_audience_made_for_somebody_comes_before_a_larger_one() -> None:
    people = Counter({frozenset({1, 2}): 12, frozenset({2}): 1, frozenset(): 20})
    assert partition(people, [1, 2]).shown == (2,)
    assert partition(people, [1, 2], first={1}).shown == (1,)


def test_what_is_hidden_depends_on_who_is_in_which_group_alone() -> None:
    groups = [(1,)] * 9 + [(1, 2)] * 4 + [()] * 9
    nobody = World([someone(*where) for where in groups], {1, 2})
    everybody = World([someone(*where, states=(2, 1)) for where in groups], {1, 2})
    assert nobody.partition() == everybody.partition()


_GROUPS = range(5)
_PEOPLE = st.lists(
    st.builds(
        lambda groups, states: (frozenset(groups), states),
        st.sets(st.sampled_from(list(_GROUPS)), max_size=4),
        st.tuples(st.integers(0, 2), st.integers(0, 2)),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(people=_PEOPLE)
def test_nobody_can_be_solved_for(people: list[Person]) -> None:
    """All equations of the page against every group of one to four people: none is in their span."""
    assert isolated(World(people, _GROUPS)) == []


_MANY = st.lists(
    st.tuples(st.sets(st.sampled_from(list(_GROUPS))), st.integers(0, 2), st.integers(0, 2), st.integers(1, 30)),
    min_size=1,
    max_size=9,
)


@settings(max_examples=150, deadline=None)
@given(blocks=_MANY, seed=st.integers(0, 5))
def test_every_figure_is_a_sum_over_atoms_and_every_number_stands_for_five(
    blocks: list[tuple[set[int], int, int, int]], seed: int
) -> None:
    people = [(frozenset(groups), (a, b)) for groups, a, b, n in blocks for _ in range(n)]
    world = World(people, _GROUPS, seed)
    chosen, rows = world.partition(), world.rows()
    for groups, cells in chosen.atoms.items():
        assert sum(world.counts[cell] for cell in cells) >= THRESHOLD
        assert groups == cells[0] & set(chosen.shown)
    for row in rows:
        members = [person for person in people if row.group is None or row.group in person[0]]
        atoms = sum(row.group is None or row.group in groups for groups in chosen.atoms)
        assert abs(row.people - len(members)) < THRESHOLD * atoms
        for measure, figures in row.measures.items():
            for level, figure in enumerate(figures, start=1):
                true = sum(states[measure] >= level for _groups, states in members)
                assert figure.value % THRESHOLD == 0 and figure.value <= row.people
                assert not figure.number or true >= THRESHOLD
            begun, finished = figures
            assert finished.value <= begun.value


@settings(max_examples=100, deadline=None)
@given(blocks=_MANY, seed=st.integers(0, 5))
def test_no_figure_says_that_everybody_or_nobody_did(blocks: list[tuple[set[int], int, int, int]], seed: int) -> None:
    """Whoever knows the method, the atoms and their exact sizes still has five possible counts for each."""
    for count in {sum(n for *_rest, n in blocks)}:
        if count < THRESHOLD:
            continue
        ceiling = count // THRESHOLD * THRESHOLD
        possible: dict[int, set[int]] = {}
        for true in range(count + 1):
            for key in range(40):
                possible.setdefault(min(rounded(true, key, f"measure {seed}"), ceiling), set()).add(true)
        assert all(len(counts) >= THRESHOLD for counts in possible.values())


def test_the_same_people_give_the_same_figure_whoever_asks() -> None:
    keys = [new_record_key() for _ in range(23)]
    assert {rounded(23, combine(random.sample(keys, 23)), "x") for _ in range(50)} == {rounded(23, combine(keys), "x")}
    parts = combine([combine(keys[:10]), combine(keys[10:])])
    assert parts == combine(keys)


@pytest.mark.parametrize("came", [True, False])
def test_one_person_more_or_less_gives_nothing_reliable(came: bool) -> None:
    """Two groups that differ by one person: the figure rises, stays and falls whether or not that person began."""
    drawn, moves = random.Random(7), Counter[int]()
    for _ in range(3000):
        keys = [drawn.getrandbits(53) for _ in range(drawn.randint(20, 60))]
        begun = drawn.randint(8, len(keys) - 1)
        moves[rounded(begun + came, combine(keys), "m") - rounded(begun, combine(keys[1:]), "m")] += 1
    assert set(moves) == {-5, 0, 5}
    assert min(moves.values()) / 3000 > 0.06


def test_rounding_is_right_on_average() -> None:
    drawn = random.Random(3)
    for count in (1, 7, 13, 40):
        mean = sum(rounded(count, drawn.getrandbits(53)) for _ in range(6000)) / 6000
        assert abs(mean - count) < 0.15


@given(count=st.integers(0, 500), key=st.integers(0, 2**53))
def test_a_figure_is_a_multiple_of_five_and_less_than_five_away(count: int, key: int) -> None:
    figure = rounded(count, key)
    assert figure % THRESHOLD == 0 and abs(figure - count) < THRESHOLD
    assert rounded(count + 1, key) >= figure


_KEYS = st.integers(0, 2**53)


@given(count=st.integers(0, 90), others=st.integers(0, 90), key=_KEYS)
def test_what_is_said_of_a_secret_is_true_and_never_of_fewer_than_five(count: int, others: int, key: int) -> None:
    figure = protected(count, count + others, key)
    assert figure % THRESHOLD == 0 and figure <= count
    assert count >= THRESHOLD or figure == 0
    # Never of nearly all of those whom it could be true of.
    assert figure == 0 or count + others - figure >= THRESHOLD - 1


def test_one_person_more_in_a_secret_set_gives_nothing_reliable() -> None:
    """Asked about two groups that differ by her, every pair of figures is found whether or not the secret is true of her."""
    drawn = random.Random(5)

    def pairs(true_of_her: bool) -> Counter[tuple[int, int]]:
        seen: Counter[tuple[int, int]] = Counter()
        for _ in range(40_000):
            others, without, with_her = drawn.randint(0, 30), drawn.getrandbits(53), drawn.getrandbits(53)
            seen[protected(others, 80, without), protected(others + true_of_her, 81, with_her)] += 1
        return seen

    yes, no = pairs(True), pairs(False)
    for pair in yes.keys() | no.keys():
        if pair != (30, 30) and pair[0] < 30:
            assert 0.3 < (yes[pair] + 1) / (no[pair] + 1) < 4, pair
