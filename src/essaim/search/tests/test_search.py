"""One finds what one may see, as it is now."""

import json

import pytest
from django.db import connection, transaction

from essaim.journal import api as journal
from essaim.journal.tasks import consume
from essaim.organisation import yaml_file
from essaim.organisation.actions.catalogue import import_catalogue
from essaim.people.events import MemberChanged, MemberDeactivated
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_job_family, make_member, make_site, make_team
from essaim.search import meant
from essaim.search.actions.index import index_documents
from essaim.search.actions.rebuild import rebuild
from essaim.search.api import refresh
from essaim.search.members import KIND as MEMBER
from essaim.search.models import Corpus, IndexedDocument, Term, Word
from essaim.search.queries import search

from .factories import KIND, Library

pytestmark = pytest.mark.django_db


def titles(member: Member, query: str, **options: str) -> list[str]:
    return [result.title for result in search(member, query, **options).results]


def vocabulary() -> tuple[object, ...]:
    return (
        list(Term.objects.order_by("term").values_list("term", "df", "title_df")),
        list(Word.objects.order_by("word").values_list("word", "df")),
        list(Corpus.objects.order_by("pk").values_list("documents", "words", "title_words")),
    )


def test_what_is_restricted_is_found_by_its_audience_alone(shelf: Library) -> None:
    inside = make_member()
    audience = make_audience("rh", inside)
    shelf.add("Entretiens annuels", "Le calendrier secret", restricted_to=[audience.pk])
    inside = load_member(inside.pk)
    (result,) = search(inside, "calendrier").results
    assert result.audiences == ["Rh"]
    assert titles(make_member(), "calendrier") == []


def test_a_restricted_word_is_never_suggested_to_others(shelf: Library) -> None:
    inside = make_member()
    audience = make_audience("direction", inside)
    shelf.add("Projet", "Le projet Zanzibar", restricted_to=[audience.pk])
    shelf.add("Autre chose", "rien")
    answer = search(make_member(), "zanzibat")
    assert answer.results == [] and answer.corrected == {}
    answer = search(load_member(inside.pk), "zanzibat")
    assert answer.corrected == {"zanzibat": "zanzibar"}


def test_a_word_that_others_alone_wrote_is_as_if_nobody_did(shelf: Library) -> None:
    """Whether one is corrected would tell what stands in things that one may not see."""
    inside, outside = make_member(), make_member()
    audience = make_audience("direction", inside)
    shelf.add("Le recrutement", "Recruter des couturières")
    before = search(outside, "recrutemnt couturieres")
    shelf.add("Projet", "Le recrutemnt", restricted_to=[audience.pk])
    after = search(outside, "recrutemnt couturieres")
    assert after.corrected == before.corrected == {"recrutemnt": "recrutement"}
    assert [result.title for result in after.results] == ["Le recrutement"]
    assert search(load_member(inside.pk), "recrutemnt").corrected == {}


@pytest.mark.parametrize("glance", [0, 200])
def test_a_word_that_all_may_see_is_known_however_common(shelf: Library, monkeypatch, glance: int) -> None:
    monkeypatch.setattr(meant, "COMMON", 0)
    monkeypatch.setattr(meant, "GLANCE", glance)
    shelf.add("Projet", "Le recrutemnt", restricted_to=[make_audience("direction").pk])
    shelf.add("Le recrutement", "recrutement")
    answer = search(make_member(), "recrutement")
    assert [result.title for result in answer.results] == ["Le recrutement"] and answer.corrected == {}
    assert search(make_member(), "recrutemnt").corrected == {"recrutemnt": "recrutement"}


@pytest.mark.parametrize("word", ["\uff9e\uff9e", "\ufe70\ufe70", "\uff9e\uff9e-\uff9e\uff9e"])
def test_a_word_of_marks_alone_stops_no_indexing(shelf: Library, word: str) -> None:
    shelf.add(f"Le tiroir {word}", f"{word} bois {word}", id=1)
    shelf.add("Après", "bois", id=2)
    assert sorted(titles(make_member(), "bois")) == sorted(["Après", f"Le tiroir {word}"])
    assert titles(make_member(), word) == []
    assert not Term.objects.filter(term="").exists()


def test_a_mistyped_word_is_corrected_and_said(shelf: Library) -> None:
    shelf.add("Le recrutement", "Recruter des couturières")
    answer = search(make_member(), "recrutemnt couturieres")
    assert answer.corrected == {"recrutemnt": "recrutement"}
    assert [result.title for result in answer.results] == ["Le recrutement"]
    assert search(make_member(), "couturierre").corrected == {"couturierre": "couturières"}


def test_two_words_written_as_one_are_parted(shelf: Library) -> None:
    shelf.add("Le réseau social", "Un réseau social interne")
    assert search(make_member(), "reseausocial").corrected == {"reseausocial": "réseau social"}


def test_a_forgotten_accent_is_no_mistake(shelf: Library) -> None:
    shelf.add("La réunion", "Une réunion à l'étranger")
    answer = search(make_member(), "reunion etranger")
    assert answer.corrected == {} and len(answer.results) == 1


def test_a_changed_document_is_found_by_its_new_words_only(shelf: Library) -> None:
    reader, id = make_member(), shelf.add("Ancien", "tournevis")
    shelf.add("Nouveau", "marteau", id=id)
    assert titles(reader, "tournevis") == []
    assert titles(reader, "marteau") == ["Nouveau"]


def test_indexing_twice_changes_nothing_and_removing_leaves_nothing(shelf: Library) -> None:
    id = shelf.add("Le tiroir", "Le tiroir coince, le tiroir grince")
    once = vocabulary()
    assert shelf.index([id]) == 0
    assert vocabulary() == once
    shelf.documents.clear()
    shelf.index([id])
    assert not IndexedDocument.objects.exists()
    assert vocabulary() == ([], [], [(0, 0, 0)])


def test_counts_follow_every_change(shelf: Library) -> None:
    first, _second = shelf.add("Le tiroir", "bois"), shelf.add("Un tiroir", "bois bois")
    shelf.add("Le placard", "bois", id=first)
    assert Term.objects.get(term="bois").df == 2
    assert Term.objects.get(term="tiroir").df == 1
    assert Corpus.objects.get().documents == 2


def test_a_thing_in_two_languages_is_found_once_in_ones_own(shelf: Library) -> None:
    id = shelf.add("Le public", "communication")
    shelf.add("The public", "communication", id=id, language="en")
    reader = make_member()
    assert titles(reader, "communication", language="fr") == ["Le public"]
    assert titles(reader, "communication", language="en") == ["The public"]


def test_a_kind_can_be_chosen(shelf: Library) -> None:
    shelf.add("Martin pêcheur", "oiseau")
    member = make_member(last_name="Martin")
    index_documents(kind=MEMBER, ids=[member.pk])
    assert len(titles(member, "martin")) == 2
    assert titles(member, "martin", kind=KIND) == ["Martin pêcheur"]


def test_a_colleague_is_found_by_name_job_and_team(shelf: Library) -> None:
    team = make_team("Sellerie", make_team("Atelier"))
    colleague = make_member(
        first_name="Zoé", last_name="Œuvrard", job_title="Tapissière", team=team, job_family=make_job_family("production")
    )
    index_documents(kind=MEMBER, ids=[colleague.pk])
    reader = make_member()
    for query in ("zoe oeuvrard", "Œuvrard", "tapissières", "sellerie", "atelier"):
        assert titles(reader, query) == ["Zoé Œuvrard"], query


def _run_jobs() -> None:
    """Runs what waits for the journal's consumers and for the index."""
    with connection.cursor() as cursor:
        for name in ("journal.consume", "search.index"):
            cursor.execute("SELECT id, args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
            for _id, args in cursor.fetchall():
                arguments = json.loads(args) if isinstance(args, str) else args
                if name == "journal.consume" and any(one.startswith("search.") for one in arguments["names"]):
                    consume(**arguments)
                elif name == "search.index":
                    index_documents(**arguments)


def test_the_index_follows_people(shelf: Library) -> None:
    member, reader = make_member(last_name="Dupuis"), make_member()
    with transaction.atomic():
        journal.record(MemberChanged(actor_id=None, subject_id=member.pk, changed=["last_name"]))
    _run_jobs()
    assert titles(reader, "dupuis") == [member.name]
    Member.objects.filter(pk=member.pk).update(is_active=False)
    with transaction.atomic():
        journal.record(MemberDeactivated(actor_id=None, subject_id=member.pk))
    _run_jobs()
    assert titles(reader, "dupuis") == []


def test_the_index_follows_the_names_of_jobs_and_sites(shelf: Library) -> None:
    def bring(text: str) -> None:
        import_catalogue(actor_id=None, source=yaml_file.parse(text, "org.yaml"))
        _run_jobs()

    family, site = make_job_family("sav"), make_site("lyon")
    colleague, reader = make_member(job_family=family, site=site), make_member()
    index_documents(kind=MEMBER, ids=[colleague.pk])
    bring("job_families:\n  - {slug: sav, name: Relation client}\nsites:\n  - {slug: lyon, name: Villeurbanne}")
    assert titles(reader, "relation") == titles(reader, "villeurbanne") == [colleague.name]
    assert titles(reader, "lyon") == []
    bring("language: en")
    assert IndexedDocument.objects.get(kind=MEMBER, object_id=colleague.pk).language == "en"


def test_a_refresh_lives_and_dies_with_its_transaction(shelf: Library) -> None:
    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'search.index'")
            return cursor.fetchone()[0]

    class Stop(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            refresh(KIND, [1])
            raise Stop

    with pytest.raises(Stop):
        fail()
    assert waiting() == 0
    refresh(KIND, range(450))
    assert waiting() == 3


def test_a_rebuild_brings_all_back_and_takes_what_is_gone(shelf: Library) -> None:
    for number in range(3):
        shelf.add(f"Document {number}", "bois")
    del shelf.documents[1]
    IndexedDocument.objects.filter(object_id=2).delete()
    assert list(rebuild(KIND))[-1] == (3, 3)
    assert sorted(titles(make_member(), "bois")) == ["Document 1", "Document 2"]


@pytest.mark.parametrize(
    "query", ["", " ", "???", "'", "\\", "' | 'x", "a:*", "!(b)", "\x00", "é" * 300, "👍", "مرحبا", "x" * 5000]
)
def test_nothing_that_one_types_breaks_it(shelf: Library, query: str) -> None:
    shelf.add("Titre", "Un texte avec des 'guillemets' et \\ \x00 et 👍 et مرحبا")
    search(make_member(), query)


def test_a_title_typed_whole_comes_first(shelf: Library) -> None:
    shelf.add("Quand écouter", "écouter avant écrire " * 20)
    shelf.add("Écouter avant d'écrire", "un autre texte")
    assert titles(make_member(), "ecouter avant d'ecrire")[0] == "Écouter avant d'écrire"
