"""Columns are guessed from their headings in French and English, and corrected by hand."""

import pytest

from essaim.kernel.errors import Refused
from essaim.people.directory import columns
from essaim.people.directory.columns import clean, corrected, guess

FRENCH = ["Matricule", "Nom", "Prénom", "Adresse e-mail", "Service", "Métier", "Site", "Manager", "Date d'entrée"]
ENGLISH = [
    "Employee ID",
    "Last name",
    "First name",
    "Email",
    "Department",
    "Job family",
    "Location",
    "Line manager",
    "Start date",
]
FIELDS = ["employee_number", "last_name", "first_name", "email", "team", "job_family", "site", "manager", "arrived_on"]


@pytest.mark.parametrize("headings", [FRENCH, ENGLISH, [h.upper() for h in FRENCH], [h.replace("'", "’") for h in FRENCH]])
def test_usual_headings_are_known(headings: list[str]) -> None:
    assert guess(headings) == {field: number for number, field in enumerate(FIELDS)}


def test_the_likeliest_heading_wins_whatever_the_order() -> None:
    assert guess(["Direction", "Service", "Équipe"])["team"] == 2


def test_corrections_say_what_a_column_is_or_leave_it_out() -> None:
    headings = ["Nom", "Prénom", "Login", "Courriel", "Service"]
    found = corrected(headings, ["Login=employee_number", "courriel=", "Service=Métier"])
    assert found == {"last_name": 0, "first_name": 1, "employee_number": 2, "job_family": 4}


@pytest.mark.parametrize("wrong", ["Login", "Absent=email", "Nom=klingon"])
def test_a_correction_that_is_not_understood_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        corrected(["Nom", "Login"], [wrong])


def test_missing_columns_are_named_with_what_was_seen() -> None:
    with pytest.raises(Refused) as refused:
        columns.check(guess(["Nom", "Âge"]), ["Nom", "Âge"])
    assert refused.value.code == "missing-columns"
    assert "Prénom, Matricule ou Adresse e-mail" in str(refused.value)
    assert "« Âge »" in str(refused.value)


def test_text_is_composed_and_loses_what_cannot_be_seen() -> None:
    assert clean("  Zoe\u0301\u00a0 \u200bLe\tGoff\u00ad ") == "Zoé Le Goff"
