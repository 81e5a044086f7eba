"""Themes as facilitators arrange them, and what that does to their threads."""

from typing import Any

import pytest
from django.test import Client

from essaim.conversations import queries
from essaim.conversations.actions.moderation import hide_thread, move_thread, show_thread
from essaim.conversations.actions.posts import edit_post, publish_in_discussion
from essaim.conversations.actions.theming import arrange_theme, move_threads, shift_theme
from essaim.conversations.actions.threads import follow
from essaim.conversations.models import Thread
from essaim.conversations.reading import rail, theme_index
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.organisation.models import Objective, Theme
from essaim.people.models import Audience, Member, alone
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui.anchors import Anchor

from .factories import make_post, make_theme, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def rh() -> Audience:
    return make_audience("rh")


def among(audience: Audience, member: Member) -> Member:
    """``member`` as they are once they are in ``audience``."""
    audience.memberships.create(member=member)
    return load_member(member.pk) or member


@pytest.fixture
def inside(rh: Audience) -> Member:
    return among(rh, make_member())


@pytest.fixture
def facilitator() -> Member:
    return make_member("facilitator")


def arrange(actor: Member, theme: Theme, *audiences: Audience, **fields: Any) -> Theme:
    return arrange_theme(
        actor=actor, theme_id=theme.pk, name=theme.name, restricted_to=[audience.pk for audience in audiences], **fields
    )


def state(thread: Thread) -> tuple[list[int], int | None]:
    thread.refresh_from_db()
    return thread.restricted_to, thread.theme_id


def test_a_thread_takes_the_audiences_of_its_theme(rh: Audience, inside: Member, facilitator: Member) -> None:
    theme = arrange(facilitator, make_theme(), rh)
    assert make_thread(inside, theme_id=theme.pk).restricted_to == [rh.pk]
    with pytest.raises(Refused, match="existe plus"):
        make_thread(make_member(), theme_id=theme.pk)


def test_an_archived_theme_takes_no_new_thread(inside: Member, facilitator: Member) -> None:
    theme = make_theme()
    thread = make_thread(inside, theme_id=theme.pk)
    arrange(facilitator, theme, archived=True)
    with pytest.raises(Refused, match="archivé"):
        make_thread(inside, theme_id=theme.pk)
    outcome = edit_post(
        actor=inside, post_id=thread.posts.get().pk, source="Autrement.", language="fr", title="Autrement", theme_id=theme.pk
    )
    assert outcome.post.thread.theme_id == theme.pk
    client = Client()
    client.force_login(inside)
    assert f'<option value="{theme.pk}"' not in client.get("/conversations/threads/new/").text
    assert f'<option value="{theme.pk}"' in client.get(f"/conversations/posts/{outcome.post.pk}/edit/").text


def test_a_changed_theme_takes_its_threads_along(
    rh: Audience, inside: Member, facilitator: Member, places: dict[int, Anchor]
) -> None:
    other = make_audience("paie", inside)
    inside = load_member(inside.pk) or inside
    theme = make_theme()
    whole = make_thread(inside, theme_id=theme.pk)
    fewer = make_thread(inside, theme_id=theme.pk, restricted_to=[rh.pk])
    both = make_thread(inside, theme_id=theme.pk, restricted_to=[rh.pk, other.pk])
    others = make_thread(inside, theme_id=theme.pk, restricted_to=[other.pk])
    anchored = make_thread(inside, theme_id=theme.pk, anchor=("place", 7))
    arrange(facilitator, theme, rh)
    assert [state(one) for one in (whole, fewer, both)] == [([rh.pk], theme.pk)] * 3
    assert state(others) == ([other.pk], None)
    assert state(anchored) == ([], None)
    third = make_audience("finance")
    arrange(facilitator, theme, rh, third)
    assert state(whole) == ([rh.pk, third.pk], theme.pk)
    arrange(facilitator, theme)
    assert state(whole) == ([], theme.pk)
    assert state(others)[1] is None


def test_a_hidden_thread_goes_with_its_theme_and_comes_back_to_its_audiences(
    rh: Audience, inside: Member, facilitator: Member, places: dict[int, Anchor]
) -> None:
    facilitator = among(rh, facilitator)
    theme, target = make_theme(), arrange(facilitator, make_theme("la"), rh)
    free, moved = make_thread(inside, theme_id=theme.pk), make_thread(inside, theme_id=theme.pk)
    anchored = make_thread(inside, theme_id=theme.pk, anchor=("place", 7))
    for one in (free, moved, anchored):
        hide_thread(actor=facilitator, thread_id=one.pk, reason="Le temps d'y voir clair.")
    assert move_threads(actor=facilitator, theme_id=theme.pk, target_id=target.pk) == (2, 1)
    arrange(facilitator, theme, rh)
    assert state(anchored) == ([alone(inside.pk)], None)
    for one in (free, moved):
        assert state(one) == ([alone(inside.pk)], target.pk)
        show_thread(actor=facilitator, thread_id=one.pk)
        assert state(one) == ([rh.pk], target.pk)


def test_a_hidden_thread_follows_its_theme_and_leaves_one_that_its_page_outgrows(
    rh: Audience, inside: Member, facilitator: Member, places: dict[int, Anchor]
) -> None:
    facilitator = among(rh, facilitator)
    theme, page = make_theme(), arrange(facilitator, make_theme("la"), rh)
    places[8] = Anchor(title="Huit", url="/la/", restricted_to=(rh.pk,))
    free = make_thread(inside, theme_id=theme.pk)
    about = make_thread(inside, theme_id=page.pk, anchor=("place", 8))
    for one in (free, about):
        hide_thread(actor=facilitator, thread_id=one.pk, reason="Le temps d'y voir clair.")
    arrange(facilitator, theme, rh)
    follow("place", 8, [])
    assert (state(free)[1], state(about)[1]) == (theme.pk, None)
    show_thread(actor=facilitator, thread_id=free.pk)
    assert state(free) == ([rh.pk], theme.pk), "reserved with its theme, hidden or not"


def test_what_many_see_does_not_enter_what_few_see(
    rh: Audience, inside: Member, facilitator: Member, places: dict[int, Anchor]
) -> None:
    theme = arrange(facilitator, make_theme(), rh)
    with pytest.raises(Refused, match="vu par d"):
        make_thread(inside, theme_id=theme.pk, anchor=("place", 7))
    other = make_audience("paie", inside)
    inside = load_member(inside.pk) or inside
    with pytest.raises(Refused, match="autres publics"):
        make_thread(inside, theme_id=theme.pk, restricted_to=[other.pk])
    # The talk under a page goes on without the theme; a page that fits keeps it, until more people see the page.
    places[7] = Anchor(title="Sept", url="/ici/", theme_id=theme.pk)
    places[8] = Anchor(title="Huit", url="/la/", theme_id=theme.pk, restricted_to=(rh.pk,))
    written = {"actor": inside, "source": "Ici.", "language": "fr"}
    assert publish_in_discussion(anchor_type="place", anchor_id=7, key=new_key(), **written).post.thread.theme_id is None
    thread = publish_in_discussion(anchor_type="place", anchor_id=8, key=new_key(), **written).post.thread
    assert thread.theme_id == theme.pk
    follow("place", 8, [])
    assert state(thread) == ([], None)


def test_an_opening_post_is_moved_into_a_theme(rh: Audience, inside: Member, facilitator: Member) -> None:
    theme, thread = arrange(facilitator, make_theme(), rh), make_thread(inside)
    post = thread.posts.get()
    edit_post(actor=inside, post_id=post.pk, source="Ici.", language="fr", title="Ici", theme_id=theme.pk)
    assert state(thread) == ([rh.pk], theme.pk)
    # Nor does leaving it open what was said there.
    edit_post(actor=inside, post_id=post.pk, source="Ici.", language="fr", title="Ici", theme_id=None)
    assert state(thread) == ([rh.pk], None)


def test_who_wrote_in_a_thread_is_not_shut_out_of_it_by_who_opened_it(
    rh: Audience, inside: Member, facilitator: Member
) -> None:
    theme, colleague, outside = arrange(facilitator, make_theme(), rh), make_member(), make_member()
    rh.memberships.create(member=colleague)
    thread = make_thread(inside)
    make_post(colleague, thread)
    change: dict[str, Any] = {"actor": inside, "post_id": thread.posts.get(number=1).pk, "source": "Ici.", "language": "fr"}
    edit_post(title="Ici", theme_id=theme.pk, **change)
    assert state(thread) == ([rh.pk], theme.pk), "whoever wrote in it sees it still"
    open_one = make_thread(inside)
    make_post(outside, open_one)
    change["post_id"] = open_one.posts.get(number=1).pk
    with pytest.raises(Refused, match="ne le verraient plus"):
        edit_post(title="Ici", theme_id=theme.pk, **change)
    assert state(open_one) == ([], None)
    edit_post(title="Ici", theme_id=make_theme("ouvert").pk, **change)
    # A facilitator may, and says why.
    facilitator = among(rh, facilitator)
    move_thread(actor=facilitator, thread_id=open_one.pk, theme_id=theme.pk, reason="Cela ne regarde que ce service.")
    assert state(open_one) == ([rh.pk], theme.pk)


def test_a_theme_of_objectives_stays_everybodys(rh: Audience, facilitator: Member) -> None:
    theme = make_theme()
    Objective.objects.create(slug="ecouter", name="Écouter", theme=theme)
    with pytest.raises(Refused, match="objectifs"):
        arrange(facilitator, theme, rh)


def test_threads_move_together_but_for_those_that_do_not_fit(rh: Audience, inside: Member, facilitator: Member) -> None:
    source, target = make_theme("ici"), arrange(facilitator, make_theme("la"), rh)
    other = make_audience("paie", inside)
    inside = load_member(inside.pk) or inside
    goes, stays = make_thread(inside, theme_id=source.pk), make_thread(inside, theme_id=source.pk, restricted_to=[other.pk])
    assert move_threads(actor=facilitator, theme_id=source.pk, target_id=target.pk) == (1, 1)
    assert state(goes) == ([rh.pk], target.pk) and state(stays) == ([other.pk], source.pk)
    assert move_threads(actor=facilitator, theme_id=target.pk, target_id=source.pk) == (1, 0)
    assert state(goes) == ([rh.pk], source.pk)
    with pytest.raises(Refused):
        move_threads(actor=facilitator, theme_id=source.pk, target_id=source.pk)


def test_its_name_is_for_its_audiences(rh: Audience, inside: Member, facilitator: Member) -> None:
    theme = arrange(facilitator, make_theme("plan-social"), rh)
    make_thread(inside, theme_id=theme.pk)
    for member, sees in ((inside, True), (make_member(), False)):
        client = Client()
        client.force_login(member)
        for path in ("/conversations/threads/", "/conversations/themes/", "/conversations/threads/new/", "/api/v1/themes"):
            assert ("Plan-social" in client.get(path).text) is sees, path
        assert [one.id for one in theme_index(member)] == ([theme.pk] if sees else [])
        assert [one.id for one in rail(member).themes] == ([theme.pk] if sees else [])
        given = {"title": "Et ?", "text": "Ici.", "theme": "plan-social"}
        got = client.post("/api/v1/threads", given, content_type="application/json").status_code
        assert got == (201 if sees else 422)
        assert client.post("/conversations/follows/themes/plan-social/", {"level": "watch"}).status_code == (
            302 if sees else 404
        )
    # Whoever arranges themes knows them by name; what is said there stays between those it is for.
    client = Client()
    client.force_login(facilitator)
    page = client.get("/conversations/themes/").text
    assert "Plan-social" in page and "Une question" not in page
    assert not queries.list_threads(facilitator, theme="plan-social")


def test_facilitators_arrange_them(rh: Audience, facilitator: Member) -> None:
    client = Client()
    client.force_login(facilitator)
    form = {"name": "Écoute & co", "name_en": "Listening", "description": "Ce qu'on entend.", "audiences": [rh.pk]}
    assert client.post("/conversations/themes/new/", form).status_code == 302
    theme = Theme.objects.get(slug="ecoute-co")
    assert theme.restricted_to == [rh.pk]
    assert client.post("/conversations/themes/new/", {"name": "Écoute & co"}).status_code == 302
    assert Theme.objects.filter(slug="ecoute-co-2").exists()
    assert client.post("/conversations/themes/ecoute-co/", {"name": " "}).status_code == 422
    assert "Ce public n'existe plus" in client.post(
        "/conversations/themes/ecoute-co/", {"name": "É", "audiences": ["999999"]}
    ).text.replace("’", "'")
    shift_theme(actor=facilitator, theme_id=theme.pk, by=1)
    assert [row.slug for row in theme_index(facilitator, arranging=True)] == ["ecoute-co-2", "ecoute-co"]
    client.post("/conversations/themes/ecoute-co/shift/", {"by": "up"})
    assert [row.slug for row in theme_index(facilitator, arranging=True)] == ["ecoute-co", "ecoute-co-2"]
    assert client.post("/conversations/themes/ecoute-co/move/", {"target": "x"}).status_code == 302
    other = Theme.objects.get(slug="ecoute-co-2")
    assert client.post("/conversations/themes/ecoute-co/move/", {"target": other.pk}).status_code == 302
