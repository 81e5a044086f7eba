"""Newcomers introduce themselves if they wish, once; their team and the facilitators may welcome them."""

import datetime
import re
import uuid

import pytest
from django.test import Client

from essaim.conversations.actions.introductions import Answers, decline_introduction, introduce
from essaim.conversations.actions.moderation import hide_post
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.introductions import offer_after_first_steps
from essaim.conversations.models import Post, Thread
from essaim.conversations.suggestions import suggestions_for
from essaim.kernel import clock
from essaim.organisation.models import Organisation
from essaim.people.actions.arrival import accept_invitation
from essaim.people.actions.company import enter_by_company
from essaim.people.actions.invitations import invite_by_address
from essaim.people.company import Arrival
from essaim.people.models import Member, SignInSettings
from essaim.people.tests.factories import make_member, make_team

from .factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer() -> Member:
    return make_member(arrived_on=clock.today() - datetime.timedelta(days=20), team=make_team("Équipe Lille"))


def present(member: Member, does: str = "Je réponds aux clients.", **answers: str) -> Post:
    return introduce(actor=member, key=uuid.uuid4(), answers=Answers(does=does, **answers), language="fr").post


def kinds(member: Member) -> set[str]:
    return {suggestion.kind for suggestion in suggestions_for(member)}


def test_it_is_offered_to_who_is_new_until_they_did_or_declined(client: Client, newcomer: Member) -> None:
    old = make_member(arrived_on=datetime.date(2015, 1, 5))
    assert "conversations.introduce" in kinds(newcomer) and "conversations.introduce" not in kinds(old)
    client.force_login(newcomer)
    page = client.get("/").content.decode()
    assert "Présentez-vous à vos collègues" in page
    client.post("/conversations/introductions/decline/")
    decline_introduction(actor=newcomer)
    assert "conversations.introduce" not in kinds(newcomer)
    other = make_member(arrived_on=clock.today())
    present(other)
    assert "conversations.introduce" not in kinds(other)


def test_after_the_first_steps_a_newcomer_comes_by_and_may_pass(client: Client, newcomer: Member) -> None:
    for member, lands in (
        (newcomer, "/conversations/introductions/new/"),
        (make_member(arrived_on=datetime.date(2015, 1, 5)), ""),
    ):
        Member.objects.filter(pk=member.pk).update(onboarded_at=None)
        client.force_login(member)
        response = client.post("/people/first-steps/objectives/", {"skip": "1"})
        assert response.status_code == 302 and (lands in response["Location"])
        assert lands or "introductions" not in response["Location"]
    client.force_login(newcomer)
    assert 'href="/">Plus tard' in client.get("/conversations/introductions/new/").content.decode()


def opened(days: int) -> Member:
    """The first account of this instance, made so long ago."""
    first = make_member()
    Member.objects.filter(pk=first.pk).update(created_at=clock.now() - datetime.timedelta(days=days))
    return first


def made(member: Member, days: int) -> Member:
    Member.objects.filter(pk=member.pk).update(created_at=clock.now() - datetime.timedelta(days=days))
    member.refresh_from_db()
    return member


def test_who_is_in_no_directory_is_new_on_the_day_of_their_account(client: Client) -> None:
    opened(days=400)
    inviter = made(make_member(), days=399)
    Organisation.objects.update_or_create(pk=1, defaults={"email_domains": ["brindel.example"]})
    invitation = invite_by_address(actor=inviter, email="nadia@brindel.example", key=uuid.uuid4())
    nadia, _invitation = accept_invitation(secret=invitation.secret, first_name="Nadia", last_name="Benali")
    claims = {"email": "nora@brindel.example", "email_verified": True, "name": "Nora Haddad"}
    SignInSettings.objects.create(pk=1, just_in_time=True)
    nora = enter_by_company(arrival=Arrival(issuer="https://id.example", subject="1", claims=claims, id_token=""))
    for member in (nadia, nora):
        assert member.arrived_on is None
        assert "conversations.introduce" in kinds(member)
        assert offer_after_first_steps(member) == "/conversations/introductions/new/"
        assert "conversations.introduce" not in kinds(made(member, days=200)) and not offer_after_first_steps(member)
    # What the directory says goes first.
    assert "conversations.introduce" not in kinds(make_member(arrived_on=datetime.date(2015, 1, 5)))


def test_in_the_first_weeks_of_an_instance_a_new_account_makes_no_newcomer() -> None:
    opened(days=20)
    member = make_member()
    assert "conversations.introduce" not in kinds(member) and not offer_after_first_steps(member)


def test_the_answers_become_one_post_for_everybody(client: Client, newcomer: Member) -> None:
    client.force_login(newcomer)
    typed = {"key": uuid.uuid4(), "does": "Je réponds aux clients.", "aims": "", "ask": "Les annonces d'emploi"}
    response = client.post("/conversations/introductions/new/", typed)
    client.post("/conversations/introductions/new/", typed | {"key": uuid.uuid4()})
    thread = Thread.objects.get()
    assert response["Location"].endswith(f"/conversations/threads/{thread.pk}/")
    assert thread.title == "Je me présente\u00a0: Je réponds aux clients" and thread.restricted_to == []
    source = Post.objects.get().source
    assert "**Ce sur quoi on peut me demander**" in source and "réussir" not in source
    client.force_login(make_member())
    page = client.get("/conversations/introductions/").content.decode()
    assert newcomer.name in page and "Équipe Lille" in page


def test_saying_nothing_is_refused_kindly(client: Client, newcomer: Member) -> None:
    client.force_login(newcomer)
    response = client.post("/conversations/introductions/new/", {"key": uuid.uuid4(), "does": "  "})
    assert response.status_code == 422 and "rien n" in response.content.decode()
    assert not Thread.objects.exists()


def test_its_author_removes_it_as_any_post_and_may_come_back_with_other_words(client: Client, newcomer: Member) -> None:
    post = present(newcomer)
    delete_post(actor=newcomer, post_id=post.pk)
    client.force_login(make_member())
    assert newcomer.name not in client.get("/conversations/introductions/").content.decode()
    again = present(newcomer, "Je forme les autres.")
    assert again.pk == post.pk and Thread.objects.count() == 1
    assert "Je forme les autres." in Post.objects.get().source and Thread.objects.get().posts_count == 1


def test_the_team_and_the_facilitators_are_told_until_somebody_welcomes(newcomer: Member) -> None:
    colleague, stranger, facilitator = make_member(team=newcomer.team), make_member(), make_member("facilitator")
    post = present(newcomer)
    assert [("conversations.welcome" in kinds(one)) for one in (colleague, stranger, facilitator, newcomer)] == [
        True, False, True, False,
    ]  # fmt: skip
    make_post(colleague, post.thread, "Bienvenue !")
    assert "conversations.welcome" not in kinds(colleague) and "conversations.welcome" not in kinds(facilitator)


def test_nobody_writes_the_introduction_of_another(client: Client, newcomer: Member) -> None:
    other = make_member()
    with pytest.raises(Thread.DoesNotExist):
        start_thread(
            actor=other, key=uuid.uuid4(), kind="discussion", title="Moi", source="Moi.", language="fr",
            anchor=("introduction", newcomer.pk),
        )  # fmt: skip
    client.force_login(other)
    assert client.post(f"/conversations/discussions/introduction/{newcomer.pk}/", {"source": "Moi."}).status_code == 404


def test_the_list_costs_the_same_however_many(client: Client, django_assert_max_num_queries: object) -> None:
    members = [make_member() for _ in range(22)]
    for member in members:
        present(member)
    client.force_login(members[0])
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        page = client.get("/conversations/introductions/").content.decode()
    following = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
    assert following
    rest = client.get("/conversations/introductions/" + following[1].replace("&amp;", "&")).content.decode()
    assert members[0].name in rest and "il n" in rest.lower()


def test_one_that_was_hidden_is_not_written_over_and_the_words_stay(client: Client) -> None:
    member = make_member()
    post = present(member)
    hide_post(actor=make_member("facilitator"), post_id=post.pk, reason="Des coordonnées privées.")
    client.force_login(member)
    answer = client.post("/conversations/introductions/new/", {"key": str(uuid.uuid4()), "does": "Je recommence."})
    assert answer.status_code == 422
    assert "a masqué votre présentation" in answer.text and "Je recommence." in answer.text
