"""New lessons in a member's digest."""

from datetime import timedelta

import pytest

from essaim.kernel import clock
from essaim.learning.digest import new_lessons
from essaim.learning.models import Lesson, Progress
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import lesson_of, make_lesson_page, text

pytestmark = pytest.mark.django_db


def new_lesson(member: Member) -> tuple[Lesson, Member]:
    """A lesson for an audience of the member, and the member as they are loaded."""
    lesson = lesson_of(make_lesson_page(body=[text("Lisez.")]))
    audience = make_audience("service", member)
    type(lesson.sequence).objects.update(proposed_to=[audience.pk])
    return lesson, load_member(member.pk) or member


def urls(member: Member, ago: timedelta = timedelta(hours=1)) -> list[str]:
    return [one.url for one in new_lessons(member, clock.now() - ago)]


def test_a_new_lesson_of_my_audience_is_told_with_its_why(member: Member) -> None:
    _lesson, member = new_lesson(member)
    (one,) = new_lessons(member, clock.now() - timedelta(hours=1))
    assert one.url.startswith("/learning/lessons/") and "Service" in one.why and one.meta
    assert urls(member, -timedelta(hours=1)) == [], "what came before the last digest is not new"
    assert urls(make_member()) == [], "it is for an audience"


def test_what_i_opened_and_what_was_withdrawn_is_not_news(member: Member) -> None:
    lesson, member = new_lesson(member)
    progress = Progress.objects.create(member=member, lesson=lesson, begun_at=clock.now())
    assert urls(member) == []
    progress.delete()
    assert len(urls(member)) == 1
    Lesson.objects.update(live=False)
    assert urls(member) == []
