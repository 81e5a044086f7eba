"""What a digest tells of conversations: threads that began in the themes one aims at or follows."""

from datetime import timedelta

import pytest

from essaim.conversations.actions.following import follow_theme, follow_thread
from essaim.conversations.digest import begun_in_my_themes
from essaim.conversations.models import Level
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_theme, make_thread
from .test_suggestions import interested

pytestmark = pytest.mark.django_db


def told(member: Member) -> list[tuple[str, str]]:
    return [(one.title, one.why.replace("\xa0", " ")) for one in begun_in_my_themes(member, clock.now() - timedelta(hours=1))]


def test_a_digest_tells_of_threads_that_began_in_my_themes() -> None:
    member, since = interested(make_member()), clock.now() - timedelta(hours=1)
    lively = make_thread(make_member(), title="On en parle", theme_id=make_theme().pk)
    make_thread(make_member(), title="Qui commence", theme_id=make_theme().pk)
    make_thread(make_member(), title="Ailleurs")
    make_thread(member, title="Le mien", theme_id=make_theme().pk)
    make_thread(make_member(), title="Entre eux", theme_id=make_theme().pk).__class__.objects.filter(title="Entre eux").update(
        restricted_to=[make_audience("eux").pk]
    )
    make_post(make_member(), lively)
    found = list(begun_in_my_themes(member, since))
    assert [one.title for one in found] == ["On en parle", "Qui commence"]
    assert "But" in found[0].why and found[0].meta == "1 réponse" and not found[1].meta
    assert list(begun_in_my_themes(member, clock.now() + timedelta(hours=1))) == []


def test_what_begins_in_a_theme_one_follows_is_told_with_its_own_why(django_assert_num_queries) -> None:
    member, theme = make_member(), make_theme("ecoute")
    first = make_thread(make_member(), title="Comment écouter", theme_id=theme.pk)
    inside = make_member()
    audience = make_audience("eux", inside)
    inside.audience_ids = (audience.pk,)
    make_thread(inside, title="Entre eux", theme_id=theme.pk, restricted_to=[audience.pk])
    make_thread(make_member(), title="Ailleurs", theme_id=make_theme("ailleurs").pk)
    assert told(member) == []
    follow_theme(actor=member, theme_id=theme.pk, level=Level.FOLLOWED)
    with django_assert_num_queries(1):
        assert told(member) == [("Comment écouter", "Dans un thème que vous suivez : Ecoute.")]
    interested(member)
    assert told(member) == [("Comment écouter", "Parce que vous visez : But.")], "the objective says more"
    follow_thread(actor=member, thread_id=first.pk, level=Level.MUTED)
    assert told(member) == [], "nor of a thread that one muted"


def test_a_muted_theme_is_silent_and_a_watched_one_is_told_post_by_post() -> None:
    member, theme = interested(make_member()), make_theme()
    make_thread(make_member(), title="Comment écouter", theme_id=theme.pk)
    assert told(member)
    for level in (Level.MUTED, Level.WATCHED):
        follow_theme(actor=member, theme_id=theme.pk, level=level)
        assert told(member) == []
