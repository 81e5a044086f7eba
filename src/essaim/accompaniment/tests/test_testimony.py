"""A testimony is of two: published once both agreed to the same words."""

import pytest
from django.test import Client

from essaim.accompaniment.actions.testimonies import agree_testimony, take_back_testimony, write_testimony
from essaim.accompaniment.models import Accompaniment, Testimony
from essaim.conversations.models import Thread
from essaim.kernel.errors import Refused
from essaim.people.tests.factories import make_member

from .factories import make_accompaniment, make_met

pytestmark = pytest.mark.django_db
WORDS = {"title": "Le tableur, à deux", "source": "Une demi-heure a **suffi**.", "language": "fr"}


def public() -> list[Thread]:
    return list(Thread.objects.filter(restricted_to=[]).order_by("pk"))


def test_one_agreement_publishes_nothing_and_an_edit_takes_the_others_away() -> None:
    asker, helper, nosy = make_member(), make_member(), make_member("facilitator")
    made = make_met(asker, helper)
    kept = write_testimony(actor=asker, id=made.pk, signs=True, **WORDS)
    assert not public()
    with pytest.raises(Accompaniment.DoesNotExist):
        agree_testimony(actor=nosy, id=made.pk, version=kept.version, signs=False)
    changed = write_testimony(actor=helper, id=made.pk, signs=False, version=1, **(WORDS | {"source": "Une heure a suffi."}))
    assert (changed.asker_agreed, changed.helper_agreed) == (None, 2)
    with pytest.raises(Refused):
        agree_testimony(actor=asker, id=made.pk, version=1, signs=True)
    with pytest.raises(Refused):
        write_testimony(actor=asker, id=made.pk, signs=True, version=1, **WORDS)
    assert not public()


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, False)])
def test_both_agree_and_each_signs_or_not(first: bool, second: bool, client: Client) -> None:
    asker, helper = make_member(first_name="Paul"), make_member(first_name="Léa")
    made = make_met(asker, helper)
    kept = write_testimony(actor=asker, id=made.pk, signs=first, **WORDS)
    for _twice in range(2):
        agree_testimony(actor=helper, id=made.pk, version=kept.version, signs=second)
    (thread,) = public()
    assert thread.author is None
    client.force_login(make_member())
    page = client.get(f"/conversations/threads/{thread.pk}/").text
    assert "Une demi-heure a <strong>suffi</strong>" in page
    assert "Ancien membre" not in page
    assert (asker.name in page, helper.name in page) == (first, second)
    for who in (asker, helper):
        client.force_login(who)
        assert client.get(f"/conversations/posts/{thread.posts.get().pk}/edit/").status_code == 404
    with pytest.raises(Refused):
        write_testimony(actor=helper, id=made.pk, signs=True, version=kept.version, **(WORDS | {"source": "Autre"}))


def test_either_takes_it_back_and_it_may_come_out_again() -> None:
    asker, helper = make_member(), make_member()
    made = make_met(asker, helper)
    write_testimony(actor=asker, id=made.pk, signs=False, **WORDS)
    agree_testimony(actor=helper, id=made.pk, version=1, signs=False)
    for _twice in range(2):
        take_back_testimony(actor=helper, id=made.pk)
    (thread,) = public()
    assert thread.posts_count == 0
    assert thread.title != WORDS["title"]
    assert not thread.posts.exclude(source="").exists()
    kept = Testimony.objects.get()
    assert kept.source == WORDS["source"]
    assert kept.published_at is None
    for who in (asker, helper):
        agree_testimony(actor=who, id=made.pk, version=kept.version, signs=False)
    assert len(public()) == 2


def test_there_is_none_before_they_met_and_what_is_refused_comes_back(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    with pytest.raises(Refused):
        write_testimony(actor=asker, id=made.pk, signs=False, **WORDS)
    other = make_met(make_member(), helper)
    client.force_login(helper)
    sent = client.post(f"/accompaniment/testimonies/{other.pk}/", {"version": "0", "title": "", "source": "Je raconte."})
    assert sent.status_code == 422
    assert "Je raconte." in sent.text
    assert client.post(f"/accompaniment/testimonies/{other.pk}/agree/", {}).status_code in (404, 422)
