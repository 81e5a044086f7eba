"""The organisation's file: what it says is taken, and what is wrong is told with its place."""

from pathlib import Path

import pytest

from essaim.kernel.errors import Refused
from essaim.organisation import yaml_file
from essaim.organisation.actions.catalogue import import_catalogue
from essaim.organisation.models import JobFamily, Objective, Organisation, Site, Theme

pytestmark = pytest.mark.django_db

FILE = """
name: Maison Brindel
email_domains: [Brindel.example, "@brindel.test"]
job_families:
  - {slug: sav, name: Service client, name_en: Customer service}
sites:
  - {slug: lyon, name: Lyon}
themes:
  - {slug: ecoute, name: Écouter, name_en: Listening}
objectives:
  - {slug: relances, theme: ecoute, job_families: [Service client], name: Moins de relances}
"""


def load(text: str) -> dict[str, int]:
    return dict(import_catalogue(actor_id=None, source=yaml_file.parse(text, "org.yaml")))


def test_everything_is_made_then_left() -> None:
    assert load(FILE) == {"changed": 1, "created": 4}
    assert load(FILE) == {"left": 5}
    assert Organisation.current().email_domains == ["brindel.example", "brindel.test"]
    objective = Objective.objects.get()
    assert (objective.theme.slug, [f.slug for f in objective.job_families.all()]) == ("ecoute", ["sav"])


def test_only_what_differs_changes_and_what_is_not_named_stays() -> None:
    load(FILE)
    changed = FILE.replace("Moins de relances", "Moins d'attente").replace("job_families: [Service client], ", "")
    assert load(changed) == {"changed": 1, "left": 4}
    assert not Objective.objects.get().job_families.exists()
    load("themes: []")
    assert Theme.objects.exists()
    assert Organisation.current().name == "Maison Brindel"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("themes:\n  - {slug: Été, name: A}", "ligne 2, colonne 6"),
        ("themes:\n  - {slug: a}", "ligne 2, colonne 5"),
        ("themes:\n  - {slug: a, name: A}\n  - {slug: a, name: B}", "ligne 3, colonne 6"),
        ("themes:\n  - {slug: a, name: 2024}", "ligne 2, colonne 15"),
        ("themes:\n  - {slug: a, name: A, colour: red}", "ligne 2, colonne 24"),
        (f"themes:\n  - {{slug: a, name: {'x' * 161}}}", "ligne 2, colonne 15"),
        ("themes: a", "ligne 1, colonne 1"),
        ("themes:\n  - a", "ligne 2, colonne 5"),
        ("- a", "ligne 1, colonne 1"),
        ("nmae: A", "ligne 1, colonne 1"),
        ("name: A\nname: B", "ligne 2, colonne 1"),
        ("name: [A", "ligne 1"),
        ("a: &x [1]\nb: *x", "ligne 2, colonne 4"),
        ("language: klingon", "ligne 1, colonne 1"),
        ("time_zone: Mars/Olympus", "ligne 1, colonne 1"),
        ("email_domains: [ok.example, pas un domaine]", "ligne 1, colonne 29"),
        ("objectives:\n  - {slug: a, name: A, theme: absent}", "ligne 2, colonne 24"),
        (
            "themes:\n  - {slug: t, name: T}\nobjectives:\n  - {slug: a, name: A, theme: t, job_families: [Absent]}",
            "ligne 4, colonne 49",
        ),
        ("", "ligne 1, colonne 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_done(text: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        load(text)
    assert str(refused.value).startswith(f"org.yaml, {place}")
    assert not Theme.objects.exists()
    assert not JobFamily.objects.exists()
    assert not Site.objects.exists()


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "org.yaml"
    with pytest.raises(Refused, match="existe pas"):
        yaml_file.read(path)
    path.write_bytes("name: Écouter".encode("cp1252"))
    with pytest.raises(Refused, match="UTF-8"):
        yaml_file.read(path)
    path.write_bytes(b"#" * (yaml_file.MAX_BYTES + 1))
    with pytest.raises(Refused, match="1 Mo"):
        yaml_file.read(path)
    path.write_text("[" * 5000)
    with pytest.raises(Refused):
        yaml_file.read(path)
