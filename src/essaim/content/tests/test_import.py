"""Content from files: what is written is loaded, twice changes nothing, mistakes are told with their line, nothing half done."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.images.models import Image
from wagtail.models import Page, Revision

from essaim.content.importing.files import Unreadable
from essaim.content.importing.run import run_import
from essaim.content.models import Programme, ProgrammePage
from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.learning.models import Lesson, LessonPage, LessonText, Sequence, SequenceText
from essaim.organisation.models import Theme
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db

STARTER = settings.PROJECT / "starter" / "fr"
DEMO = settings.PROJECT / "demo"


@pytest.fixture
def organisation() -> None:
    for slug in ("ce-qui-change", "reponses-publiques", "ecoute", "recrutement", "travailler-a-decouvert", "discretion"):
        Theme.objects.create(slug=slug, name=slug)
    for slug in ("service-client", "ressources-humaines", "nouveaux", "encadrement", "lyon-hors-encadrement"):
        make_audience(slug)
    make_member("sponsor", email="marc.delorme@brindel.example", first_name="Marc", last_name="Delorme")
    make_member("facilitator", email="aurelie.vasseur@brindel.example", first_name="Aurélie", last_name="Vasseur")


def write(folder: Path, **files: str) -> Path:
    """``une__sequence_md="…"`` stands for ``une/sequence.md``."""
    for name, words in files.items():
        path = folder / f"{name.replace('__', '/').removesuffix('_md')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return folder


SEQUENCE = "---\ntitle: Écouter\nsummary: Un résumé.\n---\nBonjour.\n"
LESSON = "---\ntitle: Une leçon\nminutes: 6\n---\n"
QUIZ = """
::: quiz single
Que faites-vous ?

- [ ] J'attends.
  > Le silence se lit
  > comme une réponse.
- [x] Je réponds,
  tout de suite.
  > Oui.

Voilà pourquoi.
:::
"""


def run(folder: Path, *, dry_run: bool = False) -> list[str]:
    return [line.change for line in run_import(path=folder, actor=None, dry_run=dry_run)]


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        run(folder)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("folders", [[DEMO], [STARTER, DEMO]], ids=["demo", "starters, then as the demo rewrote them"])
def test_sequences_and_programme_of_the_demo_are_loaded(organisation, folders: list[Path]) -> None:
    for folder in folders:
        call_command("import_content", str(folder), verbosity=0)
    assert Sequence.objects.filter(live=True).count() == 3
    assert Lesson.objects.filter(live=True, kind="lesson").count() == 15
    assert Lesson.objects.filter(live=True, kind="how-to").count() == 1
    order = SequenceText.objects.order_by("sequence__position").values_list("slug", flat=True)
    assert list(order) == ["ce-qui-a-change", "repondre-en-public", "recruter-autrement"]
    programme = Programme.objects.get()
    assert (programme.live, programme.sponsor.last_name, len(programme.facilitator_ids)) == (True, "Delorme", 1)
    text = programme.texts.get()
    assert all(text.sections.values())
    assert ProgrammePage.objects.count() == 1
    bodies = json.dumps(list(LessonText.objects.values_list("body", flat=True)), ensure_ascii=False)
    assert "message-et-conversation" in bodies
    assert ":::" not in bodies
    assert "<table>" in bodies


def test_importing_again_changes_nothing(organisation) -> None:
    call_command("import_content", str(STARTER), verbosity=0)
    before = (Revision.objects.count(), Entry.objects.count(), Image.objects.count())
    assert set(run(STARTER)) == {"left"}
    assert (Revision.objects.count(), Entry.objects.count(), Image.objects.count()) == before


def test_a_changed_file_updates_its_lesson_alone_and_keeps_the_ids_that_answers_hang_on(tmp_path: Path) -> None:
    folder = write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + "Mot." + QUIZ, une__02_b_md=LESSON + "Deux.")
    assert run(folder) == ["created"] * 3
    before = quiz_of("a")
    write(
        tmp_path,
        une__01_a_md=LESSON + QUIZ.replace("faites-vous ?", "faites-vous en premier ?") + QUIZ.replace("Que", "Et") + "Fin.",
    )
    assert run(folder) == ["left", "updated", "left"]
    after = quiz_of("a")
    assert after["id"] == before["id"]
    assert [choice["id"] for choice in after["choices"]] == [choice["id"] for choice in before["choices"]]
    assert "en premier" in after["question"]


def typed(words: str) -> str:
    """Words as the keyboard has them, without French typography."""
    return words.replace("’", "'").replace("«\u202f", '"').replace("\u202f»", '"')


def quiz_of(slug: str) -> dict[str, Any]:
    return next(part for part in LessonText.objects.get(slug=slug).body if part["type"] == "quiz")


def test_what_was_edited_in_the_admin_stays_while_its_file_does_not_change(tmp_path: Path) -> None:
    folder = write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + "Mot.")
    run(folder)
    page = LessonPage.objects.get()
    page.title = "Retouchée"
    page.save_revision().publish()
    assert run(folder) == ["left", "left"]
    assert LessonText.objects.get().title == "Retouchée"


def test_the_numbers_of_files_give_the_order(tmp_path: Path) -> None:
    folder = write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + "A", une__02_b_md=LESSON + "B")
    run(folder)
    (folder / "une" / "02_b.md").rename(folder / "une" / "00_b.md")
    assert run(folder) == ["left"] * 3
    assert list(LessonText.objects.order_by("lesson__position").values_list("slug", flat=True)) == ["b", "a"]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + "::: image i.svg\nUn rond\n:::")
    (folder / "une" / "i.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>')
    pages, files = Page.objects.count(), stored()
    assert run(folder, dry_run=True) == ["created", "created"]
    assert (Page.objects.count(), stored(), Entry.objects.count()) == (pages, files, 0)
    assert run(folder) == ["created", "created"]
    assert stored() != files


def stored() -> list[str]:
    return sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    folder = write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + "A", une__02_b_md=LESSON + "B")
    from essaim.learning.actions import publish

    compile_body, calls = publish.compile_body, []

    def fails_the_second_time(stream: Any, language: str) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("disk full")
        return compile_body(stream, language)

    monkeypatch.setattr(publish, "compile_body", fails_the_second_time)
    pages = Page.objects.count()
    with pytest.raises(RuntimeError):
        run(folder)
    assert (Page.objects.count(), Lesson.objects.count(), Entry.objects.count()) == (pages, 0, 0)


def test_a_quiz_is_read_as_it_is_written(tmp_path: Path) -> None:
    run(write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + QUIZ))
    quiz = quiz_of("a")
    assert [(c["text"], c["right"], c["feedback"]) for c in quiz["choices"]] == [
        ("J’attends.", False, "Le silence se lit comme une réponse."),
        ("Je réponds, tout de suite.", True, "Oui."),
    ]
    assert quiz["explanation"] == "<p>Voilà pourquoi.</p>"


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("::: quizz single\n:::", 5, "n'existe pas"),
        ("::: callout A\nx", 5, "n'est pas refermé"),
        ("Mot.\n\n:::", 7, "ne referme rien"),
        ("::: end", 5, "ne referme aucun"),
        ("::: for service-client\nx", 5, "n'est pas refermé"),
        ("::: for inconnus\nx\n::: end", 6, 'public "inconnus" n\'existe pas'),
        ("::: quiz single\nQ\n\n- [ ] a\n- [ ] b\n:::", 5, "aucune réponse"),
        ("::: quiz single\nQ\n\n- [x] a\n- [x] b\n:::", 5, "plusieurs réponses justes"),
        ("::: quiz\nQ\n\n- [x] a\n- [ ] b\n:::", 5, "quiz single"),
        ("::: quiz multiple\n- [x] a\n- [ ] b\n:::", 5, "pas de question"),
        ("::: image ../../etc/passwd\nx\n:::", 5, "hors du dossier"),
        ("::: image absent.svg\nx\n:::", 5, "n'est pas dans le dossier"),
        ("::: image\nx\n:::", 5, "le nom du fichier"),
        ("::: callout A\n\n:::", 5, "est vide"),
        ("::: video http://[x\nUn film\n:::", 5, "commence par https://"),
        ("::: video javascript:alert(1)\nUn film\n:::", 5, "commence par https://"),
        ("::: video //example.org/v\nUn film\n:::", 5, "commence par https://"),
        ("::: callout A\nx\n::: quote B\ny\n:::", 7, "commence dans"),
        ("Voir ![x](y.png)", 5, "::: image"),
        ("", 5, "vide"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, body: str, line: int, words: str) -> None:
    make_audience("service-client")
    found = mistakes(write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + body))
    assert any(problem.startswith(f"une/01_a.md:{line}: ") and words in typed(problem) for problem in found), found
    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: a : b\n---\nx", 2),
        ("pas d'en-tête", 1),
        ("---\nsummary: x\n---\nx", 1),
        ("---\ntitle: A\nminutes: beaucoup\n---\nx", 3),
        ("---\ntitle: A\nkind: roman\n---\nx", 3),
        ("---\ntitle: A\nreviewed: hier\n---\nx", 3),
        ("---\n- a\n---\nx", 1),
        (f"---\ntitle: {'A' * 300}\n---\nx", 2),
    ],
)
def test_a_wrong_head_is_told_too(tmp_path: Path, head: str, line: int) -> None:
    found = mistakes(write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=head))
    assert any(problem.startswith(f"une/01_a.md:{line}: ") for problem in found), found


def test_all_mistakes_are_told_at_once_and_unknown_names_are_named(tmp_path: Path) -> None:
    head = "---\ntitle: A\nsummary: B\nthemes: [inconnu]\nproposed_to: [personne]\n---\n"
    found = mistakes(write(tmp_path, une__sequence_md=head, deux__sequence_md=SEQUENCE, une__01_a_md=LESSON + "::: x\n:::"))
    assert [problem.split(": ")[0] for problem in found] == [
        "deux",
        "une/01_a.md:5",
        "une/sequence.md:4",
        "une/sequence.md:5",
    ]


def test_files_in_another_encoding_and_empty_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ne contient"):
        run(tmp_path)
    with pytest.raises(Refused, match="existe pas"):
        run(tmp_path / "absent")
    write(tmp_path, une__sequence_md=SEQUENCE)
    (tmp_path / "une" / "01-a.md").write_bytes("---\ntitle: é\n---\nx".encode("latin-1"))
    assert "UTF-8" in mistakes(tmp_path)[0]


def test_a_programme_names_people_and_sequences_that_exist(tmp_path: Path) -> None:
    programme = (
        "---\ntitle: P\nsponsor: nobody@brindel.example\nsequences: [absente]\n---\n## L'intention\n\nX\n\n## Autre chose\n"
    )
    found = mistakes(write(tmp_path, programme_md=programme))
    assert [problem.split(": ")[0] for problem in found] == ["programme.md:10"]
    write(tmp_path, programme_md=programme.replace("## Autre chose\n", ""))
    assert "nobody@brindel.example" in mistakes(tmp_path)[0]
    make_member(email="nobody@brindel.example")
    (problem,) = mistakes(tmp_path)
    assert problem.startswith("programme.md:3: ") and "pas de rôle" in problem
    write(tmp_path, programme_md=programme.replace("## Autre chose\n", "").replace("nobody@brindel.example", '""'))
    assert "absente" in mistakes(tmp_path)[0]
    assert not ProgrammePage.objects.exists()


def test_adapted_blocks_arrive_with_their_audiences(tmp_path: Path) -> None:
    audience = make_audience("service-client")
    body = "Avant.\n\n::: for service-client\nPour eux.\n\n::: callout Jamais\nNon.\n:::\n::: end\n::: for others\nPour les autres.\n::: end\n"
    run(write(tmp_path, une__sequence_md=SEQUENCE, une__01_a_md=LESSON + body))
    first, row = LessonText.objects.get().body
    assert first["type"] == "html"
    assert [way["audience"] for way in row["ways"]] == [audience.pk, None]
    assert "Jamais" in row["ways"][0]["parts"][0]["html"]
