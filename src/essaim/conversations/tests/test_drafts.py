"""What one has begun: kept on the server, one's own, given back, and gone once it is published."""

import uuid

import pytest
from django.test import Client

from essaim.conversations.actions.drafts import MOST, Begun, save_draft
from essaim.conversations.models import Draft, Thread
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_thread
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def begin(member: Member, place: str = "new", source: str = "Je commence") -> Draft | None:
    return save_draft(actor=member, place=place, key=uuid.uuid4(), begun=Begun(source))


def test_a_draft_is_kept_by_a_button_and_given_back_with_its_date(client: Client) -> None:
    member, thread = make_member(), make_thread(make_member())
    client.force_login(member)
    address, place = f"/conversations/threads/{thread.pk}/", f"thread:{thread.pk}"
    form = {"place": place, "source": "Je commence **fort**", "key": str(uuid.uuid4()), "parent": ""}
    page = client.post("/conversations/drafts/save/", form, follow=True)
    assert "Je commence fort" in page.text and "Votre brouillon est gardé" in page.text
    assert f"{address}?draft=1#composer" in page.text
    page = client.get(f"{address}?draft=1")
    assert "Je commence **fort**" in page.text and "Jeter le brouillon" in page.text
    # The form's own key comes back: published, it writes once.
    assert form["key"] in page.text
    client.post(address, form | {"source": "Fini."})
    assert not Draft.objects.exists()
    assert "Aucun brouillon" in client.get("/conversations/drafts/").text


def test_the_composer_saves_asks_and_throws_away(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    json = {"Accept": "application/json"}
    form = {"place": "new", "source": "", "title": "Un titre", "kind": "discussion", "key": str(uuid.uuid4())}
    assert client.get("/conversations/drafts/one/?place=new").status_code == 204
    assert client.post("/conversations/drafts/save/", form, headers=json).json()["said"]
    given = client.get("/conversations/drafts/one/?place=new").json()
    assert (given["title"], given["fields"], given["files"]) == ("Un titre", {"kind": "discussion"}, [])
    assert client.get("/conversations/drafts/").text.count("Un titre") == 1
    # An emptied form has no draft.
    client.post("/conversations/drafts/save/", form | {"title": " "}, headers=json)
    assert not Draft.objects.exists()
    begin(member)
    assert client.post("/conversations/drafts/discard/", {"place": "new"}, headers=json).status_code == 204
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["", "thread:x", "thread:1;drop", "x" * 300, "edit:-1"])
def test_a_place_that_is_none_is_refused_with_the_text_on_the_screen(client: Client, place: str) -> None:
    client.force_login(make_member())
    response = client.post(
        "/conversations/drafts/save/", {"place": place, "source": "Je commence"}, headers={"Accept": "application/json"}
    )
    assert response.status_code == 422 and "Copiez votre texte" in response.json()["error"]


def test_a_draft_is_its_writers_alone(client: Client) -> None:
    member, facilitator = make_member(), make_member("facilitator")
    begin(member, source="Mon secret")
    client.force_login(facilitator)
    assert "Mon secret" not in client.get("/conversations/drafts/").text
    assert client.get("/conversations/drafts/one/?place=new").status_code == 204
    client.post("/conversations/drafts/discard/", {"place": "new"})
    assert Draft.objects.count() == 1


def test_what_arrives_after_publishing_is_not_kept() -> None:
    member = make_member()
    thread = make_thread(make_member())
    post = make_post(member, thread)
    late = save_draft(actor=member, place=f"thread:{thread.pk}", key=post.key, begun=Begun("Je commence"))
    assert late is None and not Draft.objects.exists()


def test_a_text_whose_thread_went_out_of_reach_is_still_its_writers(client: Client) -> None:
    member, thread = make_member(), make_thread(make_member())
    begin(member, f"thread:{thread.pk}", "Ce que je voulais dire")
    Thread.objects.filter(pk=thread.pk).update(restricted_to=[make_audience("ailleurs").pk])
    client.force_login(member)
    page = client.get("/conversations/drafts/").text
    assert "Ce que je voulais dire" in page and thread.title not in page and f"threads/{thread.pk}/" not in page


def test_nobody_keeps_more_drafts_than_they_can_find_again() -> None:
    member = make_member()
    for n in range(1, MOST + 1):
        begin(member, f"thread:{n}")
    with pytest.raises(Refused, match="brouillons"):
        begin(member)
    # One that is there already goes on.
    assert begin(member, "thread:3", "Encore")


def test_a_poll_that_was_begun_is_given_back_whole(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    form = {
        "place": "new",
        "kind": "poll",
        "options": "Lundi\nMardi",
        "multiple": "on",
        "closes_on": "2027-01-31",
        "key": str(uuid.uuid4()),
    }
    client.post("/conversations/drafts/save/", form)
    page = client.get("/conversations/threads/new/?draft=1").text
    assert "Lundi\nMardi</textarea>" in page and 'value="2027-01-31"' in page
    kept = Draft.objects.get().fields
    assert (kept["kind"], kept["multiple"]) == ("poll", "on")


def test_without_a_script_what_was_begun_before_is_led_to_and_not_lost() -> None:
    member = make_member()
    thread, client = make_thread(make_member()), signed_in(member)
    address, place = f"/conversations/threads/{thread.pk}/", f"thread:{thread.pk}"
    assert f'<noscript><p class="meta"><a href="{address}?draft=1#composer">' in client.get(address).text
    for words in ("Un premier brouillon.", "Le deuxième."):
        client.post("/conversations/drafts/save/", {"key": str(uuid.uuid4()), "place": place, "source": words})
    assert Draft.objects.get().source == "Un premier brouillon.\n\nLe deuxième."
    page = client.get(f"{address}?draft=1").text
    assert "Un premier brouillon." in page and "Le deuxième." in page and "noscript" not in page
    # Who goes on with it changes it.
    key = Draft.objects.get().key
    client.post("/conversations/drafts/save/", {"key": str(key), "place": place, "source": "Le deuxième seul."})
    assert Draft.objects.get().source == "Le deuxième seul."
    # What stands in a form is shown there, and no text is cut.
    too_long = client.post("/conversations/drafts/save/", {"key": str(uuid.uuid4()), "place": place, "source": "a" * 59_990})
    assert too_long.status_code == 422 and Draft.objects.get().source == "Le deuxième seul."
    post = make_post(member, thread, "Avant.")
    for words in ("A.", "B."):
        client.post("/conversations/drafts/save/", {"place": f"edit:{post.pk}", "source": words})
    assert Draft.objects.get(place=f"edit:{post.pk}").source == "B."
