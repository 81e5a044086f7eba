"""Whatever the file: importing it twice leaves everything the second time, and managers never go round."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.kernel.errors import Refused
from essaim.kernel.names import fold
from essaim.organisation.models import JobFamily, Site, Team
from essaim.people.directory import table as tables
from essaim.people.directory.decoding import ENCODINGS
from essaim.people.directory.plan import Line, Outcome, Plan
from essaim.people.models import Member

from .directory_files import HEADINGS, apply

pytestmark = pytest.mark.django_db(transaction=False)

# Any character that a file may hold; NUL and lone surrogates are no text.
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
odd = st.one_of(st.sampled_from(["", "ﬁn", "Œuf / ﬁn", "A > B", r"A\B", "31/02/2020", "A@B.example"]), text)


def mostly(*usual: str) -> st.SearchStrategy[str]:
    """One of the usual values; once in a while anything, so that most lines are good and some are not."""
    return st.integers(0, 30).flatmap(lambda n: odd if n == 30 else st.sampled_from(usual))


NUMBERS = [str(n) for n in range(40)]


def line(number: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(
        mostly(number, number, number, ""),
        mostly("Le Goff", "LE GOFF", "Martin", "D'Hérouville"),
        mostly("Zoé", "Zoe", "Claire"),
        mostly("", *[f"p{number}@brindel.example"] * 6, f"P{number}@Brindel.example", "p3@brindel.example"),
        st.one_of(mostly("", "A", "A / B", "a / b", "A > B > C"), text),
        st.one_of(mostly("", "RH", "rh", "R&D", "R D"), text),
        st.one_of(mostly("", "Lyon", "lyon"), text),
        mostly("", "", *NUMBERS[:6], "p3@brindel.example"),
        mostly("", "01/02/2020", "2020-02-01", "43862"),
    )


# Each person once, mostly.
lines_of = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=10, unique=True).flatmap(
    lambda numbers: st.tuples(*(line(number) for number in [*numbers, numbers[0]][: len(numbers) + (len(numbers) % 5 == 0)]))
)


Lines = tuple[tuple[str, ...], ...]
# Line and column of what another directory says otherwise.
cells = st.sets(st.tuples(st.integers(0, 10), st.integers(0, 8)), max_size=12)


def _edited(before: Lines, other: Lines, edits: set[tuple[int, int]]) -> Lines:
    """``before`` with some of its cells, and the lines that it has not, from ``other``."""

    def cell(row: int, column: int) -> str:
        return other[row % len(other)][column] if (row, column) in edits else before[row][column]

    return tuple(tuple(cell(row, column) for column in range(9)) for row in range(len(before))) + other[len(before) :]


def _apply(data: bytes) -> Plan:
    return apply(data, skip_bad=True)


def _file(lines: Lines, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEADINGS, *lines])
    return out.getvalue().encode(encoding)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lines_of, other=lines_of, edits=cells, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_second_import_leaves_everything(before: Lines, other: Lines, edits: set[tuple[int, int]], encoding: str) -> None:
    Member.objects.all().delete()
    # Teams protect each other; all of them go at once.
    Team.objects.all()._raw_delete("default")
    JobFamily.objects.all().delete()
    Site.objects.all().delete()
    for known in NUMBERS[:6]:
        Member.objects.create(employee_number=known, first_name="Zoé", last_name=f"Le Goff {known}")
    data = _file(_edited(before, other, edits), encoding)
    try:
        _apply(_file(before, "utf-8"))
        first = _apply(data)
    except Refused as refused:
        assert refused.code in ("no-people", "quotes")
        return
    for written in (line for line in first.lines if line.outcome != Outcome.REFUSED):
        _assert_stored(written)
    second = _apply(data)
    written = first.counts["created"] + first.counts["changed"] + first.counts["left"]
    assert second.counts == {**second.counts, "created": 0, "changed": 0, "left": written, "refused": first.counts["refused"]}
    _assert_no_loop()


def _assert_stored(line: Line) -> None:
    """What the line says is what is there, however it was spelt; an empty cell may leave what was."""
    values = line.entry.values
    query = Member.objects.select_related("job_family", "site", "team")
    member = (
        query.get(employee_number=values["employee_number"]) if values["employee_number"] else query.get(email=values["email"])
    )
    assert (member.first_name, member.last_name, member.arrived_on) == tuple(
        values[n] for n in ("first_name", "last_name", "arrived_on")
    )
    for field in ("job_family", "site"):
        if values[field]:
            assert getattr(member, field) is not None
    assert (member.team is None) == (not values["team"])
    if member.team:
        assert fold(member.team.name) == fold(values["team"][-1])
        assert len(member.team.ancestor_ids) == len(values["team"])


def _assert_no_loop() -> None:
    managers = dict(Member.objects.order_by("pk").values_list("pk", "manager_id"))
    for start in managers:
        here, steps = managers[start], 0
        while here is not None:
            assert here != start
            here, steps = managers[here], steps + 1
            assert steps <= len(managers)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    for encoding in ("", *ENCODINGS):
        try:
            tables.read(data, encoding=encoding)
        except Refused as refused:
            assert str(refused)
