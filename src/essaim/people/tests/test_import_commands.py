"""``people import`` and ``organisation import`` on the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from tests import servers

from essaim.kernel.errors import Refused
from essaim.organisation.models import Objective, Organisation, Site, Theme
from essaim.people.actions.audiences import create_audience, refresh_audience
from essaim.people.models import Audience, AudienceMembership, Member, Role

from .directory_files import csv_bytes, person
from .factories import make_member

pytestmark = pytest.mark.django_db
DEMO = settings.PROJECT / "demo"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def run(command: str, *arguments: Any, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *(str(argument) for argument in arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(csv_bytes(person("1", site="Lyon"), person("2", "Le Goff", "Zoé", manager="1")))
    return path


def test_the_demo_company_comes_in_whole_and_is_left_the_second_time() -> None:
    out, _err = run("import_people", DEMO / "people.csv")
    assert "240 created, 0 changed, 0 left, 0 refused" in out
    out, _err = run("import_people", DEMO / "people.csv")
    assert "0 created, 0 changed, 240 left, 0 refused" in out


def test_a_dry_run_says_every_line_and_changes_nothing(file: Path) -> None:
    make_member(employee_number="1", first_name="Claire", last_name="Martin")
    out, _err = run("import_people", file, "--dry-run")
    assert "line 2  changed    Claire Martin (1): Site: empty → Lyon" in out
    assert "line 3  created    Zoé Le Goff (2)" in out
    assert "1 created, 1 changed, 0 left, 0 refused" in out
    assert Member.objects.count() == 1


def test_refused_lines_are_told_and_the_file_is_refused(file: Path) -> None:
    file.write_bytes(csv_bytes(person("1"), *(person(f"b{n}", last="") for n in range(30))))
    err = io.StringIO()
    with pytest.raises(Refused, match="30 lines are refused"):
        call_command("import_people", str(file), stderr=err)
    assert "line 3" in err.getvalue()
    assert "10 more refused lines" in err.getvalue()
    assert not Member.objects.exists()
    out, err = run("import_people", file, "--skip-bad")
    assert "1 created" in out
    assert err.count("refused ") == 30 and "line 32" in err, "all that was left out is said, however much"
    assert "Claire (b0): The last name" in err, "in one language, its punctuation included"


def test_a_count_of_one_is_said_as_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    file.write_bytes(csv_bytes(person("1")))
    assert "1 créée, 0 modifiée, 0 inchangée, 0 refusée" in run("import_people", file)[0]


def test_who_stays_for_their_role_is_said_apart(file: Path) -> None:
    make_member(Role.ADMINISTRATOR, employee_number="A1", first_name="Ana", last_name="Roy")
    make_member(employee_number="9")
    out, _err = run("import_people", file)
    assert "1 active person is missing from the file and stays" in out
    assert "Ana Roy (A1): " in out


def test_the_list_of_audiences_counts_whoever_has_just_come(file: Path) -> None:
    run("import_people", file)
    audience = create_audience(actor=None, name="Lyon", rule={"site": [Site.objects.get().pk]})
    refresh_audience(audience.pk)
    file.write_bytes(csv_bytes(person("1", site="Lyon"), person("3", site="Lyon")))
    run("import_people", file)
    audience.refresh_from_db()
    assert audience.shown_size == 2


def test_columns_and_encoding_are_said_by_hand(file: Path) -> None:
    file.write_bytes("Login,Surname,Given name\nx1,Štefan,Ana\n".encode("iso-8859-15"))
    run("import_people", file, "--map", "Login=employee_number", "--encoding", "iso-8859-15")
    assert Member.objects.get().last_name == "Štefan"


def test_missing_people_are_closed_when_asked(file: Path) -> None:
    make_member(employee_number="9")
    out, _err = run("import_people", file)
    assert "1 active person is missing from the file and stays" in out
    out, _err = run("import_people", file, "--deactivate-missing")
    assert "1 person missing from the file: deactivated." in out
    assert not Member.objects.get(employee_number="9").is_active


@pytest.mark.parametrize(("name", "words"), [("absent.csv", "does not exist"), (".", "is a folder")])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        run("import_people", tmp_path / name)


def test_the_organisation_comes_from_its_file_and_audiences_are_in_force() -> None:
    run("import_people", DEMO / "people.csv", verbosity=0)
    out, _err = run("import_organisation", DEMO / "organisation.yaml")
    assert "left: 0" in out
    assert Organisation.current().email_domains == ["brindel.example"]
    assert (Theme.objects.count(), Objective.objects.count(), Audience.objects.count()) == (6, 8, 6)
    for slug, family in (("service-client", "Service client"), ("ressources-humaines", "Ressources humaines")):
        found = AudienceMembership.objects.filter(audience__slug=slug).count()
        assert found == Member.objects.filter(job_family__name=family).count() > 0
    out, _err = run("import_organisation", DEMO / "organisation.yaml")
    assert out.startswith("items created: 0, changed: 0")


def test_a_wrong_rule_names_its_place_and_nothing_is_done(tmp_path: Path) -> None:
    path = tmp_path / "organisation.yaml"
    path.write_text("name: Autre\naudiences:\n  - slug: a\n    name: A\n    rule: {site: [Mars]}\n")
    with pytest.raises(Refused, match=r"organisation\.yaml, line 5, column 5: .*Mars"):
        run("import_organisation", path)
    assert Organisation.current().name != "Autre"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{}", "line 4"),
        ("[1]", "line 4"),
        ("{moon: [1]}", "moon"),
        ("{role: [king]}", "king"),
        ("{arrived: {within_days: x}}", "line 4"),
    ],
)
def test_rules_that_are_not_understood_are_refused(tmp_path: Path, rule: str, words: str) -> None:
    path = tmp_path / "organisation.yaml"
    path.write_text(f"audiences:\n  - slug: a\n    name: A\n    rule: {rule}\n")
    with pytest.raises(Refused, match=words):
        run("import_organisation", path)


def test_a_changed_audience_is_brought_in_line(tmp_path: Path) -> None:
    claire = make_member(employee_number="1", arrived_on="2020-01-01")
    path = tmp_path / "organisation.yaml"
    path.write_text("audiences:\n  - {slug: a, name: A, rule: {arrived: {before: 2019-01-01}}}\n")
    run("import_organisation", path)
    assert not AudienceMembership.objects.exists()
    path.write_text("audiences:\n  - {slug: a, name: Les anciens, rule: {arrived: {before: 2021-01-01}}}\n")
    out, _err = run("import_organisation", path)
    assert "changed: 1" in out
    assert Audience.objects.get().name == "Les anciens"
    assert list(AudienceMembership.objects.values_list("member_id", flat=True)) == [claire.pk]


def test_errors_are_one_line_and_exit_with_1(tmp_path: Path, db: None) -> None:
    """The real command, as typed."""
    path = tmp_path / "classeur.csv"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    with servers.database(migrated=True) as url:
        done = servers.essaim("people", "import", str(path), env=servers.environment(DATABASE_URL=url))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        "essaim: This is an Excel or LibreOffice workbook. Open it, choose “Save as”, then the CSV format."
    )
    assert "Traceback" not in done.stdout
