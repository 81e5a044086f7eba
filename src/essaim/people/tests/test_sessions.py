"""The browsers in which one is signed in: listed coarsely, and signed out from afar."""

from datetime import timedelta

import pytest
from django.test import Client

from essaim.kernel import clock
from essaim.people.devices import describe
from essaim.people.models import Session

from .factories import make_member

pytestmark = pytest.mark.django_db
SECURITY = "/people/account/security/"
PASSWORD = "des abeilles au jardin"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"


def _enter(member, user_agent: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=user_agent)
    response = client.post("/people/account/sign-in/", {"email": member.email, "password": PASSWORD})
    assert response.status_code == 302
    return client


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_in_two_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


def test_the_list_says_device_and_way_and_which_is_this_one() -> None:
    member = make_member(password=PASSWORD)
    here, _phone = _enter(member), _enter(member, IPHONE)
    page = here.get(SECURITY).content.decode()
    assert page.index("Firefox, Windows") < page.index("celui-ci") < page.index("Safari, iPhone")
    assert "avec un mot de passe" in page
    for session in Session.objects.filter(member=member):
        assert session.session_key not in page, "the key of a session opens it"
        assert (session.device, session.way, session.second_step) != ("", "", True)


def test_one_browser_is_signed_out_and_the_others_stay() -> None:
    member = make_member(password=PASSWORD)
    here, phone, tablet = _enter(member), _enter(member, IPHONE), _enter(member, IPHONE)
    handle = Session.objects.get(session_key=phone.session.session_key).handle
    assert "déconnecté" in here.post("/people/account/sessions/end/", {"session": handle}, follow=True).content.decode()
    assert phone.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == tablet.get(SECURITY).status_code == 200
    here.post("/people/account/sessions/end-others/")
    assert tablet.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == 200


def test_nobody_signs_somebody_else_out() -> None:
    member, other = make_member(password=PASSWORD), make_member(password=PASSWORD)
    mine, theirs = _enter(member), _enter(other)
    handle = Session.objects.get(session_key=theirs.session.session_key).handle
    mine.post("/people/account/sessions/end/", {"session": handle})
    assert theirs.get(SECURITY).status_code == 200


def test_a_new_password_ends_the_other_sessions() -> None:
    member = make_member(password=PASSWORD)
    here, phone = _enter(member), _enter(member, IPHONE)
    here.post("/people/account/password/", {"current": PASSWORD, "password": "une tout autre ruche"})
    assert here.get(SECURITY).status_code == 200
    assert phone.get(SECURITY).status_code == 302
    assert Session.objects.filter(member=member).count() == 1
    assert Session.objects.get(member=member).device == "Firefox, Windows"


def test_the_last_day_of_use_is_written_once_a_day(django_assert_num_queries) -> None:
    member = make_member(password=PASSWORD)
    here = _enter(member)
    yesterday = clock.today() - timedelta(days=1)
    Session.objects.filter(member=member).update(last_seen_on=yesterday)
    # What a page that is not there costs: session and member; and the day, the first time.
    with django_assert_num_queries(2):
        here.get("/nowhere/")
    with django_assert_num_queries(1):
        here.get("/nowhere/")
    assert Session.objects.get(member=member).last_seen_on == clock.today()


def test_the_page_costs_little(django_assert_num_queries) -> None:
    member = make_member(password=PASSWORD)
    here = _enter(member)
    for _ in range(6):
        _enter(member, IPHONE)
    with django_assert_num_queries(4):
        here.get(SECURITY)
