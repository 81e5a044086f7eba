"""Calling a team or an audience, and pointing to a page: who hears, who may, and what a text says to those who may not see it."""

import pytest
from django.core.management import call_command
from django.test import Client

from essaim.conversations.actions.posts import edit_post
from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.test_notifications import Notification, heard, work
from essaim.kernel.errors import Refused
from essaim.people.models import Audience, Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db


def again(member: Member) -> Member:
    return load_member(member.pk) or member


def first(thread: Thread) -> Post:
    return thread.posts.get(number=1)


def test_a_team_is_called_by_its_name_and_its_members_hear_once() -> None:
    team = make_team("Service client")
    author, one, two, other = make_member(), make_member(team=team), make_member(team=team), make_member()
    post = first(make_thread(author, source=f"Bonjour @[n'importe](team:{team.pk}) et @[x](member:{one.pk}), qui sait ?"))
    assert f'<a href="/people/teams/{team.pk}/" rel="nofollow ugc noopener">@Service client</a>' in post.html
    assert f"@[Service client](team:{team.pk})" in post.source
    work()
    assert (heard(one), heard(two), heard(other)) == (["conversations.mention"], ["conversations.mention"], [])


def test_only_those_who_may_see_the_thread_hear_of_it() -> None:
    team = make_team()
    inside, outside = make_member(team=team), make_member(team=team)
    author = make_member()
    audience = make_audience("reserve", author, inside)
    make_thread(again(author), source=f"@[équipe](team:{team.pk})", restricted_to=[audience.pk])
    work()
    assert (heard(inside), heard(outside)) == (["conversations.mention"], [])


def test_an_audience_is_called_by_who_is_in_it_and_has_no_name_for_others() -> None:
    one, two, stranger = make_member(), make_member(), make_member()
    audience = make_audience("les-pilotes", one, two)
    Audience.objects.filter(pk=audience.pk).update(name="Les pilotes")
    post = first(make_thread(again(one), source=f"@[x](audience:{audience.pk}) on y va ?"))
    assert "<strong>@Les pilotes</strong>" in post.html
    forged = first(make_thread(stranger, source=f"@[x](audience:{audience.pk}) dites-moi"))
    assert "pilotes" not in forged.html + forged.source and "@x" in forged.html
    work()
    assert heard(two) == ["conversations.mention"]


def test_a_crowd_is_called_by_those_who_run_things() -> None:
    team = make_team("Magasin")
    author, facilitator, lead = make_member(), make_member("facilitator"), make_member()
    for n in range(51):
        make_member(team=team, manager=lead if n == 0 else None)
    text = f"@[x](team:{team.pk}) bonjour"
    with pytest.raises(Refused, match="plus de 50 personnes"):
        make_thread(author, source=text)
    assert not Post.objects.exists()
    make_thread(again(facilitator), source=text)
    make_thread(again(lead), source=text)


def test_editing_calls_only_whom_the_text_did_not_call_before() -> None:
    old, new = make_team("Ancienne"), make_team("Nouvelle")
    author, one, two = make_member(), make_member(team=old), make_member(team=new)
    post = first(make_thread(author, source=f"@[x](team:{old.pk})"))
    work()
    edit_post(actor=author, post_id=post.pk, source=f"@[x](team:{old.pk}) et @[y](team:{new.pk})", language="fr")
    work()
    assert (heard(one), heard(two)) == (["conversations.mention"], ["conversations.mention"])


def test_a_group_that_a_post_called_once_is_not_called_again() -> None:
    actor, team = make_member(), make_team("Boutique de Lyon")
    reader = make_member(team=team)
    post = make_post(actor, make_thread(make_member()), f"@[x](team:{team.pk}), venez.")
    work()
    told = Notification.objects.filter(recipient=reader).values_list("entry_ids", flat=True)
    before = list(told)
    for words in ("Venez.", f"@[x](team:{team.pk}), venez donc."):
        edit_post(actor=actor, post_id=post.pk, source=words, language="fr")
        work()
    assert before and list(told) == before


def test_the_completion_lists_people_then_groups(client: Client) -> None:
    team = make_team("Clientèle")
    member = make_member()
    theirs, others = make_audience("clients-pilotes", member), make_audience("clients-secrets")
    make_member(first_name="Cliff", last_name="Clientier", team=team)
    client.force_login(member)
    found = client.get("/conversations/mentions/?q=cli").json()
    assert found["people"][0]["ref"].startswith("member:")
    assert {one["ref"] for one in found["groups"]} == {f"team:{team.pk}", f"audience:{theirs.pk}"}
    assert f"audience:{others.pk}" not in str(found)


@pytest.fixture
def secret() -> tuple[Member, Member, Thread, Thread]:
    """An insider with a restricted thread and an open one, and somebody outside."""
    insider, outsider = make_member(), make_member()
    audience = make_audience("reserve", insider)
    insider = again(insider)
    hidden = make_thread(insider, title="Le projet Papillon", restricted_to=[audience.pk])
    shown = make_thread(insider, title="La machine à café")
    call_command("search_rebuild", verbosity=0)
    return insider, outsider, hidden, shown


def test_a_page_is_pointed_to_with_its_title(client: Client, secret: tuple[Member, Member, Thread, Thread]) -> None:
    _insider, outsider, _hidden, shown = secret
    post = make_post(outsider, shown, f"Voir #[autre](thread:{shown.pk}).")
    assert (
        f'<a href="/conversations/references/thread/{shown.pk}/" rel="nofollow ugc noopener">La machine à café</a>' in post.html
    )
    client.force_login(outsider)
    address = f"/conversations/references/thread/{shown.pk}/"
    assert client.get(address)["Location"] == f"/conversations/threads/{shown.pk}/"
    card = client.get(address, headers={"HX-Request": "true"}).text
    assert "La machine à café" in card and "Conversation" in card
    found = client.get("/conversations/references/?q=la+mach").json()["things"]
    assert found[0]["ref"] == f"thread:{shown.pk}" and found[0]["name"] == "La machine à café"


def test_what_not_all_readers_may_see_has_no_title_in_the_text(
    client: Client, secret: tuple[Member, Member, Thread, Thread]
) -> None:
    insider, outsider, hidden, shown = secret
    post = make_post(insider, shown, f"Voir #[Le projet Papillon](thread:{hidden.pk}).")
    edit_post(actor=insider, post_id=post.pk, source=f"Voyez plutôt #[Le projet Papillon](thread:{hidden.pk}).", language="fr")
    client.force_login(outsider)
    pages = [f"/conversations/threads/{shown.pk}/", f"/conversations/posts/{post.pk}/history/", f"/api/v1/posts/{post.pk}"]
    for page in pages:
        text = client.get(page).text
        assert "Papillon" not in text, page
    assert "une page réservée" in client.get(pages[0]).text
    assert client.get(f"/conversations/references/thread/{hidden.pk}/").status_code == 404
    assert client.get(f"/conversations/references/thread/{hidden.pk}/", headers={"HX-Request": "true"}).status_code == 404
    assert "Papillon" not in client.get("/conversations/references/?q=papillon").text
    # Those for whom it is find it behind the link, and its title in the completion.
    client.force_login(insider)
    assert client.get(f"/conversations/references/thread/{hidden.pk}/")["Location"] == f"/conversations/threads/{hidden.pk}/"
    assert "Papillon" in client.get("/conversations/references/?q=papill").text
    # Among themselves it has its title.
    assert "Le projet Papillon" in make_post(insider, hidden, f"Voir #[x](thread:{hidden.pk}).").html


def test_what_is_not_there_is_plain_words() -> None:
    author = make_member()
    post = first(make_thread(author, source="Voir #[une leçon](lesson:999999) et #[x](nothing:1), ou `#[a](lesson:1)`."))
    assert "references" not in post.html and "une leçon" in post.html and "lesson:999999" not in post.source
    assert "<code>#[a](lesson:1)</code>" in post.html
