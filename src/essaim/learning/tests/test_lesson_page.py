"""The lesson's page: whom it is for, what it shows and in which language, and going on from it."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essaim.journal.models import Entry
from essaim.learning.models import LessonText, Progress
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

from .factories import (
    address,
    answer,
    block,
    choice,
    html,
    lesson_of,
    make_lesson_page,
    make_sequence_page,
    quiz,
    sequence_of,
    text,
)

pytestmark = pytest.mark.django_db


def test_at_most_eight_queries_with_the_discussion(reader: Client, django_assert_max_num_queries) -> None:
    sequence = make_sequence_page()
    pages = [
        make_lesson_page(sequence, body=[text("Mot."), quiz(), block("discussion", question="Et vous ?")]) for _n in range(6)
    ]
    with django_assert_max_num_queries(10):
        # The first time it is noted as begun, in a transaction's two queries more at the most.
        reader.get(address(pages[2]))
    with django_assert_max_num_queries(8):
        reader.get(address(pages[2]))


def test_opening_notes_once_that_it_is_begun(reader: Client, member: Member) -> None:
    page = make_lesson_page()
    reader.head(address(page))
    reader.get(address(page), headers={"sec-purpose": "prefetch"})
    assert not Progress.objects.exists()
    reader.get(address(page))
    first = Progress.objects.get()
    reader.get(address(page))
    assert Progress.objects.get().begun_at == first.begun_at
    assert (first.member, first.completed_at) == (member, None)


def test_a_restricted_sequence_is_a_404_and_open_to_its_audience(reader: Client) -> None:
    theirs = make_member()
    audience = make_audience("rh", theirs)
    sequence = make_sequence_page(restricted_to=[audience])
    question = quiz()
    page = make_lesson_page(sequence, body=[question])
    assert reader.get(address(page)).status_code == 404
    assert reader.get(f"/learning/sequences/{sequence.slug}/").status_code == 404
    assert answer(reader, page, question, choice=choice(question, 1)).status_code == 404
    assert reader.post(f"/learning/completions/{lesson_of(page).pk}/").status_code == 404
    assert sequence.title not in reader.get("/learning/sequences/").content.decode()
    insider = Client()
    insider.force_login(theirs)
    assert insider.get(address(page)).status_code == 200
    assert audience.name in insider.get(f"/learning/sequences/{sequence.slug}/").content.decode()


def test_finishing_goes_on_to_the_next_lesson_and_is_told_once(reader: Client, member: Member) -> None:
    sequence = make_sequence_page()
    first, second = make_lesson_page(sequence), make_lesson_page(sequence)
    make_lesson_page(sequence, kind="how-to")
    assert reader.post(f"/learning/completions/{lesson_of(first).pk}/")["Location"] == address(second)
    done = Progress.objects.get().completed_at
    reader.post(f"/learning/completions/{lesson_of(first).pk}/")
    assert Progress.objects.get().completed_at == done
    entry = Entry.objects.get(type="learning.lesson-completed")
    assert (entry.actor_id, entry.subject_id) == (member.pk, lesson_of(first).pk)
    last = reader.post(f"/learning/completions/{lesson_of(second).pk}/")
    assert last["Location"] == f"/learning/sequences/{sequence.slug}/"
    assert reader.get(f"/learning/completions/{lesson_of(second).pk}/").status_code == 405


def test_what_comes_next_is_what_the_page_says(reader: Client) -> None:
    sequence = make_sequence_page()
    first, second = make_lesson_page(sequence, title="La première"), make_lesson_page(sequence, title="La seconde")
    guides = [make_lesson_page(sequence, kind="how-to", title=title) for title in ("Un guide", "Un autre guide")]
    # From the last lesson one goes back to the one that was passed over, not to a guide.
    for page, title, lands in (
        (second, "La première", address(first)),
        (first, "", f"/learning/sequences/{sequence.slug}/"),
        (guides[0], "Un autre guide", address(guides[1])),
    ):
        said = re.search(r"Ensuite(?:.*?)<span>(.*?)</span>", html(reader, page))
        assert (said[1] if said else "") == title
        assert reader.post(f"/learning/completions/{lesson_of(page).pk}/")["Location"] == lands


def test_a_translation_shares_progress_and_answers(reader: Client) -> None:
    from wagtail.models import Locale

    english = Locale.objects.get(language_code="en")
    question = quiz()
    sequence = make_sequence_page()
    page = make_lesson_page(sequence, body=[question])
    reader.get(address(page))
    answer(reader, page, question, choice=choice(question, 1))
    sequence.get_parent().specific.copy_for_translation(english)
    translated_sequence = sequence.copy_for_translation(english)
    translated_sequence.title, translated_sequence.slug = "The sequence", "the-sequence"
    translated_sequence.save_revision().publish()
    translated = page.copy_for_translation(english)
    translated.title, translated.slug = "The lesson", "the-lesson"
    translated.save_revision().publish()
    assert lesson_of(page).texts.count() == 2
    Member.objects.update(language="en")
    for path in (address(page), "/learning/lessons/the-sequence/the-lesson/"):
        shown = reader.get(path).content.decode()
        assert "The lesson" in shown and "Retour 1" in shown
    assert Progress.objects.count() == 1
    # Audiences are those of the French page, whatever the English one says.
    translated_sequence.restricted_to = [make_audience("rh")]
    translated_sequence.save_revision().publish()
    assert sequence_of(sequence).restricted_to == []


def test_a_lesson_without_translation_is_read_in_french(reader: Client) -> None:
    page, guide = make_lesson_page(title="En français"), make_lesson_page(title="Un geste", kind="how-to")
    Member.objects.update(language="en")
    assert 'lang="fr"' in html(reader, page)
    listed = reader.get("/learning/sequences/").text
    for title in (page.get_parent().title, guide.title):
        assert f' lang="fr">{title}</a>' in listed
    assert listed.count('<p lang="fr">') == 3
    assert f' lang="fr">{page.title}</a></h1>' in reader.get("/").text


def test_the_last_question_to_colleagues_stands_above_the_discussion(reader: Client) -> None:
    page = make_lesson_page(
        body=[block("discussion", question="D'abord ?"), text("x"), block("discussion", question="Et vous ?")]
    )
    shown = html(reader, page)
    assert shown.count("Et vous\u202f?") == 1
    assert shown.count("D’abord\u202f?") == 1


def test_a_script_in_a_lesson_does_not_reach_the_page(reader: Client) -> None:
    evil = '<p>a<script>alert(1)</script><img src=x onerror="alert(2)"></p>'
    page = make_lesson_page(title="<script>alert(3)</script>", body=[block("text", text=evil), quiz(explanation=evil)])
    shown = html(reader, page)
    assert "alert(1)" not in shown and "alert(2)" not in shown and "<script>alert(3)" not in shown
    assert "alert" not in json.dumps(LessonText.objects.get().body)


def test_the_preview_of_a_lesson_writes_nothing(reader: Client) -> None:
    page = make_lesson_page(body=[quiz()])
    facilitator = Client()
    facilitator.force_login(make_member("facilitator"))
    assert facilitator.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200
    assert not Progress.objects.exists()


def test_strangers_are_asked_to_sign_in() -> None:
    page = make_lesson_page()
    assert Client().get(address(page)).status_code == 302
    assert Client().get("/learning/sequences/").status_code == 302


def test_a_passage_can_be_talked_about_and_the_thread_leads_back_to_it(reader: Client) -> None:
    first, then = text("Tout le monde publie."), block("text", text="<h2>Et après</h2><p>On relit.</p>")
    page = make_lesson_page(body=[first, text("Suite."), then])
    shown = html(reader, page)
    # One way to colleagues for each passage, however many blocks it is made of.
    assert re.findall(r'id="a-([^"]+)"', shown) == [first["id"], then["id"]]
    assert re.findall(r"&amp;part=([^\"]+)\"", shown) == [first["id"], then["id"]]
    about = f"?anchor=lesson:{lesson_of(page).pk}&part={then['id']}"
    form = reader.get(f"/conversations/threads/new/{about}").text
    assert f'href="{address(page)}#a-{then["id"]}"' in form
    sent = {"kind": "question", "title": "Relire quoi ?", "source": "Tout ?", "key": str(uuid.uuid4()), "part": then["id"],
            "anchor": f"lesson:{lesson_of(page).pk}"}  # fmt: skip
    opened = reader.post(f"/conversations/threads/new/{about}", sent, follow=True)
    assert f'href="{address(page)}#a-{then["id"]}"' in opened.content.decode()


def test_a_page_asks_no_more_with_many_passages(reader: Client) -> None:
    def asked(page) -> int:
        reader.get(address(page))
        with CaptureQueriesContext(connection) as queries:
            reader.get(address(page))
        return len(queries)

    many = [block("text", text=f"<h2>Titre {n}</h2><p>Mots.</p>") for n in range(12)]
    assert asked(make_lesson_page(body=many)) == asked(make_lesson_page(body=[]))
