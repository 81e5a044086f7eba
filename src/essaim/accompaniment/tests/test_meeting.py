"""From a request to what came of it."""

import datetime

import pytest
from django.test import Client
from icalendar import Calendar

from essaim.accompaniment.actions.following import say_reached
from essaim.accompaniment.actions.meeting import accept_time, decline, end, propose_times, say_met, withdraw
from essaim.accompaniment.actions.tending import tend
from essaim.accompaniment.clockwork import after_working_days
from essaim.accompaniment.models import Accompaniment
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.models import Notification
from essaim.organisation import public_holidays
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_accompaniment, make_met, run_jobs, soon

pytestmark = pytest.mark.django_db


def told(member: Member) -> list[str]:
    return list(Notification.objects.filter(recipient=member).order_by("pk").values_list("title", flat=True))


def test_only_who_was_asked_accepts_and_only_what_was_proposed() -> None:
    asker, helper, nosy = make_member(), make_member(), make_member("facilitator")
    made = make_accompaniment(asker, helper)
    time = made.times[0]
    with pytest.raises(Refused):
        accept_time(actor=asker, id=made.pk, time=time)
    with pytest.raises(Refused):
        accept_time(actor=helper, id=made.pk, time=soon(5))
    for act in (lambda: accept_time(actor=nosy, id=made.pk, time=time), lambda: decline(actor=nosy, id=made.pk)):
        with pytest.raises(Accompaniment.DoesNotExist):
            act()
    for _twice in range(2):
        found = accept_time(actor=helper, id=made.pk, time=time)
    assert (found.state, found.meets_at, found.version) == ("accepted", time, 2)


def test_another_time_is_proposed_and_the_asker_takes_it(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made, time = make_accompaniment(asker, helper), soon(6)
    propose_times(actor=helper, id=made.pk, times=[time], place="Salle bleue")
    with pytest.raises(Refused):
        accept_time(actor=helper, id=made.pk, time=time)
    accept_time(actor=asker, id=made.pk, time=time)
    client.force_login(helper)
    file = client.get(f"/accompaniment/accompaniments/{made.pk}/calendar/")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event["dtstart"].dt == time
    assert event["dtend"].dt - event["dtstart"].dt == datetime.timedelta(minutes=30)
    assert str(event["location"]) == "Salle bleue"
    assert "tableur" not in file.text


def test_times_proposed_again_before_anybody_looks_are_told_once() -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    for days in (5, 6, 7):
        propose_times(actor=helper, id=made.pk, times=[soon(days)], place="Salle bleue")
    decline(actor=helper, id=made.pk)
    run_jobs()
    assert told(asker) == ["Un autre moment vous est proposé", "Une réponse à votre demande"], "each step by itself"


def test_three_working_days_then_one_reminder_and_somebody_else_is_offered(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    friday = datetime.datetime(2026, 3, 6, 9, tzinfo=datetime.UTC)
    assert after_working_days(friday, 3, datetime.UTC) == datetime.datetime(2026, 3, 11, 9, tzinfo=datetime.UTC)
    maundy = datetime.datetime(2026, 4, 2, 9, tzinfo=datetime.UTC)
    assert after_working_days(maundy, 3, datetime.UTC, public_holidays.days("FR")).day == 8, "Easter Monday is no working day"
    tend()
    assert Accompaniment.objects.get().reminded_at is None
    Accompaniment.objects.update(asked_at=clock.now() - datetime.timedelta(days=6))
    for _twice in range(2):
        tend()
    run_jobs()
    assert told(helper) == ["Un collègue vous demande un coup de main", "Un collègue attend votre réponse"]
    assert told(asker) == ["Pas encore de réponse\N{NO-BREAK SPACE}: vous pouvez demander à quelqu’un d’autre"]
    client.force_login(asker)
    assert f"/accompaniment/new/?again={made.pk}" in client.get(f"/accompaniment/accompaniments/{made.pk}/").text


def test_both_are_asked_whether_they_met_then_the_asker_whether_it_worked(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    accept_time(actor=helper, id=made.pk, time=made.times[0])
    with pytest.raises(Refused, match="pas encore passé"):
        say_met(actor=asker, id=made.pk, met=True)
    Accompaniment.objects.update(meets_at=clock.now() - datetime.timedelta(hours=2))
    tend()
    run_jobs()
    for who in (asker, helper):
        client.force_login(who)
        assert "Vous êtes-vous vus" in client.get("/").text
        assert told(who)[-1].startswith("Vous êtes-vous vus")
    client.force_login(helper)
    client.post(f"/accompaniment/accompaniments/{made.pk}/meeting/", {"met": "yes"})
    Accompaniment.objects.update(meets_at=clock.now() - datetime.timedelta(days=15))
    tend()
    tend()
    run_jobs()
    assert [title for title in told(asker) if title.startswith("Y arrivez-vous")] == [
        "Y arrivez-vous maintenant\N{NARROW NO-BREAK SPACE}?"
    ]
    assert not any(title.startswith("Y arrivez-vous") for title in told(helper))
    client.force_login(asker)
    answer = {"reached": "not-yet", "word": "Je confonds encore."}
    assert client.post(f"/accompaniment/accompaniments/{made.pk}/follow-up/", answer).status_code == 302
    page = client.get(f"/accompaniment/accompaniments/{made.pk}/").text
    assert "Se revoir" in page
    propose_times(actor=asker, id=made.pk, times=[soon(4)])
    found = Accompaniment.objects.get()
    assert (found.state, found.meeting, found.reached) == ("asked", 2, "")
    decline(actor=helper, id=made.pk)
    assert Accompaniment.objects.get().state == "ended"


def test_a_yes_ends_it_and_only_the_asker_says_it() -> None:
    asker, helper = make_member(), make_member()
    made = make_met(asker, helper)
    with pytest.raises(Accompaniment.DoesNotExist):
        say_reached(actor=helper, id=made.pk, reached="yes")
    assert say_reached(actor=asker, id=made.pk, reached="yes", word="Merci").state == "ended"
    with pytest.raises(Refused):
        propose_times(actor=asker, id=made.pk, times=[soon()])


def test_withdrawing_and_ending_do_it_once() -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    with pytest.raises(Accompaniment.DoesNotExist):
        withdraw(actor=helper, id=made.pk)
    with pytest.raises(Refused):
        end(actor=helper, id=made.pk)
    for _twice in range(2):
        assert withdraw(actor=asker, id=made.pk).state == "withdrawn"


def test_what_nobody_speaks_of_for_a_month_is_over() -> None:
    made = make_met(make_member(), make_member())
    asked = make_accompaniment(make_member(), make_member())
    tend()
    long_ago = clock.now() - datetime.timedelta(days=60)
    Accompaniment.objects.filter(pk=made.pk).update(meets_at=long_ago)
    Accompaniment.objects.filter(pk=asked.pk).update(asked_at=long_ago)
    tend()
    assert [row.state for row in Accompaniment.objects.order_by("pk")] == ["ended", "withdrawn"]


def test_what_is_refused_comes_back_with_what_was_typed(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    client.force_login(helper)
    for act, sent in (
        ("accept", {}), ("accept", {"time": "demain"}), ("accept", {"time": soon(9).isoformat()}), ("propose", {}),
        ("propose", {"day1": "2020-01-01", "hour1": "09:00", "place": "Salle rouge"}), ("meeting", {"met": "yes"}),
    ):  # fmt: skip
        answer = client.post(f"/accompaniment/accompaniments/{made.pk}/{act}/", sent)
        assert answer.status_code == 422, act
        assert 'role="alert"' in answer.text, (act, sent)
        assert sent.get("place", "") in answer.text
    assert client.post(f"/accompaniment/accompaniments/{made.pk}/destroy/").status_code == 404
    assert Accompaniment.objects.get().state == "asked"
