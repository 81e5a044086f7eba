"""One line: its values are cleaned and checked, and refused with the reason."""

from datetime import date

import pytest

from essaim.people.directory.entries import parse_date

from .directory_files import HEADINGS, codes, csv_bytes, only_line, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2024", date(2024, 12, 31)),
        ("1/2/2024", date(2024, 2, 1)),
        ("31.12.2024", date(2024, 12, 31)),
        ("3/11/26", date(2026, 11, 3)),
        ("31/12/98", date(1998, 12, 31)),
        ("2024-12-31", date(2024, 12, 31)),
        ("2024-12-31T00:00:00", date(2024, 12, 31)),
        ("31/12/2024 00:00", date(2024, 12, 31)),
        ("45657", date(2024, 12, 31)),
        ("45657,5", date(2024, 12, 31)),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["31/02/2024", "2024-13-01", "hier", "12/31/2024", "99999999", "-3"])
def test_nonsense_is_no_date(text: str) -> None:
    line = only_line(csv_bytes(person("1", arrived=text)))
    assert codes(line) == ["date"]


@pytest.mark.parametrize("text", ["01/01/1800", "31/12/9999", "2024", "0"])
def test_an_implausible_date_is_refused(text: str) -> None:
    assert codes(only_line(csv_bytes(person("1", arrived=text)))) == ["date-range"]


def test_a_name_of_300_characters_is_refused_with_its_length() -> None:
    line = only_line(csv_bytes(person("1", "x" * 300)))
    assert codes(line) == ["too-long"]
    assert "300" in line.problems[0].text
    assert "120" in line.problems[0].text
    assert len(line.name) <= 80


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (person("1", last=""), "no-last-name"),
        (person("1", first="\u200b "), "no-first-name"),
        (person(), "no-identity"),
        (person("1", email="claire"), "email"),
        (person("1", email="claire@"), "email"),
        (person("1", email="a@b.example, c@d.example"), "email"),
        (person("1", email=f"{'a' * 250}@brindel.example"), "too-long"),
        (person("x" * 61), "too-long"),
        (person("1", site="x" * 161), "too-long"),
        (person("1", team="A / " + "x" * 161), "too-long"),
        (person("1", team=" / ".join("ABCDEFGHIJKLMNOPQRSTUV")), "depth"),
        (person("1")[:5], "cells"),
        ([*person("1"), "more"], "cells"),
    ],
)
def test_a_bad_line_says_why(cells: list[str], code: str) -> None:
    line = only_line(csv_bytes(cells))
    assert code in codes(line)
    assert all(problem.text for problem in line.problems)


def test_empty_cells_behind_the_last_column_are_nothing() -> None:
    assert codes(only_line(csv_bytes([*person("1"), "", ""]))) == []


def test_how_a_short_year_was_read_is_said() -> None:
    line = only_line(csv_bytes(person("1", arrived="3/11/04")))
    assert not line.problems and [note.text for note in line.notes] == [
        "La date «\u202f3/11/04\u202f» est lue 3 novembre 2004."
    ]


def test_an_address_is_lower_cased() -> None:
    assert only_line(csv_bytes(person(email=" Claire.Martin@Brindel.Example "))).entry.email == "claire.martin@brindel.example"


@pytest.mark.parametrize("path", ["A / B / C", "A > B > C", r"A\B\C", r"A \ B \ C", " / A / B / C"])
def test_teams_are_paths(path: str) -> None:
    assert only_line(csv_bytes(person("1", team=path))).entry.values["team"] == ("A", "B", "C")


def test_a_slash_inside_a_name_is_no_level() -> None:
    assert only_line(csv_bytes(person("1", team="R/D / Essais"))).entry.values["team"] == ("R/D", "Essais")


def test_columns_that_are_not_there_say_nothing() -> None:
    line = only_line(csv_bytes(["1", "Martin", "Claire"], headings=HEADINGS[:3]))
    assert set(line.entry.values) == {"employee_number", "last_name", "first_name"}
