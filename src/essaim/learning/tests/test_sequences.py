"""Lists of sequences, one sequence, what is suggested, and the facts that others may count."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from essaim.learning import api
from essaim.learning.anchors import LESSONS_FINISHED, lesson_named
from essaim.learning.models import LessonText, SequenceText
from essaim.organisation.models import Objective, Theme
from essaim.people.models import Member, StatedObjective
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui import anchors

from .factories import address, block, lesson_of, make_lesson_page, make_sequence_page, sequence_of

pytestmark = pytest.mark.django_db


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def finish(client: Client, page) -> None:
    client.post(f"/learning/completions/{lesson_of(page).pk}/")


def test_what_is_proposed_to_me_comes_first_and_says_why(django_assert_max_num_queries) -> None:
    member = make_member()
    mine, theirs = make_audience("service-client", member), make_audience("rh")
    other = make_sequence_page(title="Pour RH", proposed_to=[theirs])
    own = make_sequence_page(title="Pour moi", proposed_to=[mine, theirs])
    everybody = make_sequence_page(title="Pour tous")
    for sequence in (other, own, everybody):
        make_lesson_page(sequence)
    make_lesson_page(own, kind="how-to", title="Un guide")
    client = signed_in(member)
    with django_assert_max_num_queries(12):
        shown = client.get("/learning/sequences/").content.decode()
    places = [
        shown.index(words)
        for words in ("Pour moi", "Pour tous", "Toutes les autres", "Pour RH", "Guides pratiques", "Un guide")
    ]
    assert places == sorted(places)
    assert "Parce que vous faites partie de «\u202fService-client\u202f»" in shown
    assert signed_in(member).get(f"/learning/sequences/{other.slug}/").status_code == 200


def test_an_empty_list_says_what_to_do() -> None:
    assert "Les séquences arrivent" in signed_in(make_member()).get("/learning/sequences/").content.decode()


def test_a_sequence_resumes_where_one_left(django_assert_max_num_queries) -> None:
    sequence = make_sequence_page()
    first, second, _third = (make_lesson_page(sequence) for _n in range(3))
    client = signed_in(make_member())
    assert "Commencer" in client.get(f"/learning/sequences/{sequence.slug}/").content.decode()
    finish(client, first)
    with django_assert_max_num_queries(12):
        shown = client.get(f"/learning/sequences/{sequence.slug}/").content.decode()
    assert "Reprendre" in shown
    assert f'<a class="button" href="/learning/lessons/{sequence.slug}/{second.slug}/"' in shown
    assert "1 leçon terminée sur 3" in shown


def test_suggestions_go_on_then_begin_and_name_the_reason(django_assert_num_queries) -> None:
    member = make_member()
    audience = make_audience("service-client", member)
    theme = Theme.objects.create(slug="t", name="T")
    objective = Objective.objects.create(slug="o", name="Réduire les relances", theme=theme)
    begun, mine, aimed, everybody, foreign = (
        make_sequence_page(title="Commencée", proposed_to=[make_audience("rh")]),
        make_sequence_page(title="À moi", proposed_to=[audience]),
        make_sequence_page(title="Visée", themes=[theme], proposed_to=[make_audience("rh")]),
        make_sequence_page(title="De tous"),
        make_sequence_page(title="D'autres", proposed_to=[make_audience("rh")]),
    )
    lessons = {
        page.title: [make_lesson_page(page, minutes=6) for _n in range(2)] for page in (begun, mine, aimed, everybody, foreign)
    }
    StatedObjective.objects.create(member=member, objective=objective)
    finish(signed_in(member), lessons["Commencée"][0])
    member = load_member(member.pk)
    assert member is not None
    with django_assert_num_queries(1):
        found = api.suggestions_for(member)
    assert [suggestion.kind for suggestion in found] == [
        "learning.continue",
        "learning.begin",
        "learning.begin",
        "learning.begin",
    ]
    assert [suggestion.title for suggestion in found] == [
        lessons["Commencée"][1].title, lessons["À moi"][0].title, lessons["Visée"][0].title, lessons["De tous"][0].title,
    ]  # fmt: skip
    assert found[0].progress == (1, 2)
    assert found[0].meta == "Commencée, leçon 2 sur 2, 6 minutes"
    assert "Service-client" in found[1].why
    assert "Réduire les relances" in found[2].why
    assert all(0 <= suggestion.weight <= 1 and suggestion.action and suggestion.why for suggestion in found)


def test_a_glance_at_what_is_for_others_leaves_ones_own_sequence_first() -> None:
    member = make_member()
    own = make_lesson_page(make_sequence_page(proposed_to=[make_audience("service-client", member)]))
    question = block("reflection", question="<p>Et vous ?</p>")
    foreign = make_lesson_page(make_sequence_page(proposed_to=[make_audience("rh")]), body=[question])
    common = make_lesson_page(make_sequence_page())
    client = signed_in(member)
    client.get(address(foreign))
    titles = [suggestion.title for suggestion in api.suggestions_for(load_member(member.pk))]
    assert titles == [own.title, common.title, foreign.title]
    # Nor does opening one's own take it away: it is gone on with, where it stood.
    client.get(address(own))
    found = api.suggestions_for(load_member(member.pk))
    assert [(found[0].title, found[0].kind)] == [(own.title, "learning.continue")]
    # An answer is a beginning.
    client.post(f"/learning/answers/{lesson_of(foreign).pk}/{question['id']}/", {"text": "Je note."})
    assert api.suggestions_for(load_member(member.pk))[0].title == foreign.title


def test_what_is_finished_or_restricted_is_not_suggested() -> None:
    member = make_member()
    page = make_lesson_page(make_sequence_page())
    make_lesson_page(make_sequence_page(restricted_to=[make_audience("rh")]))
    finish(signed_in(member), page)
    assert api.suggestions_for(member) == []


def test_facts_say_who_began_and_who_finished_without_how_tos() -> None:
    sequence = make_sequence_page()
    lessons = [make_lesson_page(sequence) for _n in range(2)]
    guide = make_lesson_page(sequence, kind="how-to")
    begun, finished, guided, gone = (make_member() for _n in range(4))
    finish(signed_in(begun), lessons[0])
    for lesson in lessons:
        finish(signed_in(finished), lesson)
        finish(signed_in(gone), lesson)
    finish(signed_in(guided), guide)
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    facts = sorted(api.progress_facts())
    id = sequence_of(sequence).pk
    assert facts == [(begun.pk, id, False), (finished.pk, id, True)]
    assert [title.title for title in api.sequence_titles("fr")] == [sequence.title]


def test_a_lesson_can_be_talked_about() -> None:
    theme = Theme.objects.create(slug="t", name="T")
    sequence = make_sequence_page(themes=[theme])
    page = make_lesson_page(sequence, title="Écouter")
    lesson = lesson_of(page)
    anchor = anchors.resolve("lesson", [lesson.pk, 999])[lesson.pk]
    assert (anchor.title, anchor.theme_id) == ("Écouter", theme.pk)
    assert anchor.url == f"/learning/lessons/{sequence.slug}/{page.slug}/"
    assert lesson_named(f"{sequence.slug}/{page.slug}") == lesson.pk
    assert lesson_named("rien/du-tout") is None
    member = make_member()
    finish(signed_in(member), page)
    with connection.cursor() as cursor:
        cursor.execute(LESSONS_FINISHED, {"me": member.pk})
        assert cursor.fetchall() == [(lesson.pk,)]
    page.unpublish()
    assert anchors.resolve("lesson", [lesson.pk]) == {}


def test_a_changed_restriction_is_told_to_who_keeps_something_beside_the_lessons(monkeypatch) -> None:
    told = []
    sequence = make_sequence_page()
    page = make_lesson_page(sequence)
    monkeypatch.setitem(anchors.listeners._items, "test", lambda *words: told.append(words))
    sequence.refresh_from_db()
    sequence.restricted_to = [make_audience("rh")]
    sequence.save_revision().publish()
    assert told == [("lesson", lesson_of(page).pk, [make_audience("rh").pk])]
    sequence.save_revision().publish()
    assert len(told) == 1


def test_what_can_be_found_follows_what_is_published() -> None:
    from essaim.learning.search import LESSONS, SEQUENCES

    audience = make_audience("rh")
    sequence = make_sequence_page(restricted_to=[audience])
    page = make_lesson_page(sequence, title="Trouvez-moi")
    lesson = lesson_of(page)
    document = next(iter(LESSONS.load([lesson.pk])))
    assert (document.title, document.restricted_to) == ("Trouvez-moi", [audience.pk])
    assert "Bonjour." in document.body
    assert LESSONS.line is not None and "minutes" in LESSONS.line(document.meta)
    assert next(iter(SEQUENCES.load([sequence_of(sequence).pk]))).url == f"/learning/sequences/{sequence.slug}/"
    sequence.unpublish()
    assert list(LESSONS.load([lesson.pk])) == []
    assert not SequenceText.objects.exists()
    assert LessonText.objects.count() == 1


def test_two_sequences_cannot_share_an_address() -> None:
    make_sequence_page(slug="ecouter")
    with pytest.raises(ValidationError, match="adresse"):
        make_sequence_page(slug="ecouter")
