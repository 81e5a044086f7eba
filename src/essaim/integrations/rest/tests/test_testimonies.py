"""What two learnt is written and agreed to by programs as on the pages, and one says whether one accompanies colleagues."""

from collections.abc import Callable
from typing import Any

import pytest

from essaim.accompaniment.models import Volunteer
from essaim.accompaniment.tests.factories import make_accompaniment, make_met
from essaim.conversations.tests.factories import make_theme
from essaim.people.models import AskTopic
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db
WORDS = {"title": "Le tableur, à deux", "text": "Une demi-heure a **suffi**.", "signs": True}


def test_a_testimony_is_of_two_and_out_once_both_agree(program: Callable[..., Any]) -> None:
    asker, helper = make_member(), make_member()
    made = make_met(asker, helper)
    asking, helping, nosy = program(asker), program(helper), program(make_member("administrator"))
    path, agreement = f"/accompaniments/{made.pk}/testimony", f"/accompaniments/{made.pk}/agreement"
    assert asking.get(path).status_code == 404
    written = asking.send("PUT", path, WORDS).json()
    assert (written["version"], written["agreed"], written["other_agreed"], written["thread"]) == (1, True, False, None)
    assert "<strong>suffi</strong>" in written["html"]
    for method, where, body in (
        ("GET", path, None),
        ("PUT", path, WORDS),
        ("PUT", agreement, {"version": 1}),
        ("DELETE", agreement, None),
    ):
        assert nosy.send(method, where, body).status_code == 404, (method, where)
    assert helping.send("PUT", path, WORDS | {"text": "Une heure."}).json()["code"] == "changed-meanwhile"
    assert helping.send("PUT", agreement, {"version": 7}).json()["code"] == "changed-meanwhile"
    out = helping.send("PUT", agreement, {"version": 1}).json()
    assert out["published_at"] and out["signs"] is False
    thread = nosy.get(f"/threads/{out['thread']}")
    assert thread.json()["title"].startswith("Le tableur")
    back = helping.send("DELETE", agreement).json()
    assert (back["thread"], back["agreed"], back["text"]) == (None, False, WORDS["text"])
    assert nosy.get(f"/threads/{out['thread']}").status_code == 404


def test_before_they_met_there_is_nothing_to_tell(program: Callable[..., Any]) -> None:
    asker = make_member()
    made = make_accompaniment(asker, make_member())
    asking = program(asker)
    assert asking.send("PUT", f"/accompaniments/{made.pk}/testimony", WORDS).json()["code"] == "not-met"
    assert asking.send("DELETE", f"/accompaniments/{made.pk}/agreement").status_code == 404


def test_one_says_whether_and_on_what_one_accompanies(program: Callable[..., Any]) -> None:
    member = make_member()
    AskTopic.objects.create(member=member, name="Le tableur", position=1)
    make_theme("ecoute")
    secret = make_theme("secret")
    type(secret).objects.filter(pk=secret.pk).update(restricted_to=[make_audience("reserve").pk])
    asking = program(member)
    assert asking.get("/volunteering").json() == {
        "willing": False,
        "at_once": 2,
        "topics": [],
        "themes": [],
        "away_until": None,
    }
    offer = {"willing": True, "at_once": 3, "topics": ["Le tableur"], "themes": ["ecoute"], "away_until": "2027-01-31"}
    assert asking.send("PUT", "/volunteering", offer).json() == offer
    assert asking.get("/volunteering").json() == offer
    assert asking.send("PUT", "/volunteering", offer | {"topics": ["La poterie"]}).json()["code"] == "topics"
    assert asking.send("PUT", "/volunteering", offer | {"themes": ["secret"]}).json()["code"] == "themes"
    assert asking.send("PUT", "/volunteering", offer | {"at_once": 10}).status_code == 422
    assert Volunteer.objects.get().at_once == 3
