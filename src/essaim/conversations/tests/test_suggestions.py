"""What home and the facilitator's page are told."""

import pytest

from essaim.conversations.api import suggestions_for, unanswered_count, unanswered_questions
from essaim.organisation.models import Objective
from essaim.people.models import Member, StatedObjective
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .factories import make_post, make_theme, make_thread

pytestmark = pytest.mark.django_db


def interested(member: Member) -> Member:
    """A member whose objective is about the theme."""
    objective, _made = Objective.objects.get_or_create(slug="but", defaults={"name": "But", "theme": make_theme()})
    StatedObjective.objects.create(member=member, objective=objective)
    return member


def test_a_question_of_my_theme_waits_for_me() -> None:
    member = interested(make_member())
    thread = make_thread(make_member(), title="Qui sait", theme_id=make_theme().pk)
    make_thread(make_member(), title="Sans thème")
    make_thread(member, title="La mienne", theme_id=make_theme().pk)
    answered = make_thread(make_member(), theme_id=make_theme().pk)
    make_post(make_member(), answered)
    (suggestion,) = suggestions_for(member)
    assert (suggestion.title, suggestion.url) == ("Qui sait", f"/conversations/threads/{thread.pk}/")
    assert suggestion.why


def test_a_question_about_a_lesson_that_i_finished_waits_for_me(places: dict[int, Anchor]) -> None:
    member = make_member()
    anchors.familiar.add("place", f"SELECT 7 WHERE %(me)s = {member.pk}")
    try:
        make_thread(make_member(), title="Sur la sept", anchor=("place", 7))
        make_thread(make_member(), title="Sur la huit", anchor=("place", 8))
        (suggestion,) = suggestions_for(member)
        assert suggestion.title == "Sur la sept"
        assert "terminé" in suggestion.why
        assert suggestions_for(make_member()) == []
    finally:
        del anchors.familiar._items["place"]


def test_a_reply_waits_until_i_have_written_again() -> None:
    member, other = make_member(), make_member(first_name="Inès", last_name="Robin")
    thread = make_thread(member)
    make_post(other, thread, "Essayez ceci.")
    last = make_post(other, thread, "Ou cela.")
    (suggestion,) = suggestions_for(member)
    assert suggestion.title == "Inès Robin vous répond"
    assert suggestion.url == f"/conversations/posts/{last.pk}/"
    assert suggestion.deck == "Ou cela."
    make_post(member, thread, "Merci.")
    assert suggestions_for(member) == []


def test_at_most_three_in_one_query(django_assert_num_queries) -> None:
    member = interested(make_member())
    for _ in range(4):
        make_thread(make_member(), theme_id=make_theme().pk)
        make_post(make_member(), make_thread(member))
    with django_assert_num_queries(1):
        suggestions = suggestions_for(member)
    assert len(suggestions) == 3
    assert [s.weight for s in suggestions] == sorted((s.weight for s in suggestions), reverse=True)


def test_facilitators_see_the_questions_that_wait_longest_first_and_only_those_they_may_see() -> None:
    facilitator, author = make_member("facilitator"), make_member()
    audience = make_audience("rh", author)
    author.audience_ids = (audience.pk,)
    first, second = make_thread(make_member()), make_thread(make_member())
    make_thread(author, restricted_to=[audience.pk])
    assert [question.id for question in unanswered_questions(facilitator)] == [first.pk, second.pk]
    assert unanswered_count(facilitator) == 2
