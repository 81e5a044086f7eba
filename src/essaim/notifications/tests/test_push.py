"""Notifications on devices: encrypted for them alone, once, outside quiet hours, and as long as one is signed in there."""

import html
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from essaim.notifications.actions import push
from essaim.notifications.actions.mail import drop_waiting_mails
from essaim.notifications.actions.prefer import Choice, prefer
from essaim.notifications.actions.read import mark_all_read
from essaim.notifications.models import Delivery, Device, Notification, PushKey
from essaim.notifications.push.keys import public_key
from essaim.notifications.push.wire import is_elsewhere
from essaim.notifications.sights import sights
from essaim.people.models import Member, Session
from essaim.people.tests.factories import make_member

from .factories import KIND, Clock, run_jobs, tell
from .push_service import PushService, push_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def reader(now: Clock, client: Client, service: PushService) -> Member:
    """Somebody who wants answers on the browser of ``client``."""
    member = make_member(language="fr")
    client.force_login(member)
    Session.objects.update(expire_date=timezone.now().replace(year=2099))
    client.post("/notifications/devices/", service.said, headers={"user-agent": "Mozilla/5.0 (Android 15) Firefox/140.0"})
    prefer(actor=member, choices={KIND: Choice(push=True, mail=Delivery.NONE)}, schedule={})
    return member


def test_the_device_alone_reads_the_title_and_the_way_and_no_word_of_the_post(reader: Member, service: PushService) -> None:
    assert Device.objects.get().name == "Firefox, Android"
    tell(reader, topic="thread:1")
    run_jobs()
    told = Notification.objects.get()
    assert service.shown == [{"title": "Samia vous répond", "url": f"/notifications/{told.pk}/", "tag": "thread:1"}]
    assert b"Samia" not in service.bodies[0]
    assert int(service.headers[0]["TTL"]) > 0 and len(service.headers[0]["Topic"]) == 32
    run_jobs()
    push.gather(recipient_ids=[reader.pk])
    run_jobs()
    assert len(service.shown) == 1, "once"


def test_quiet_hours_hold_for_devices_too(reader: Member, service: PushService, now: Clock) -> None:
    now.set("2026-11-24 22:15")
    tell(reader)
    run_jobs()
    assert service.shown == []
    now.set("2026-11-25 07:59")
    run_jobs()
    assert service.shown == []
    now.set("2026-11-25 08:01")
    run_jobs()
    assert len(service.shown) == 1


def test_what_is_tried_again_at_night_waits_for_the_morning(reader: Member, service: PushService, now: Clock) -> None:
    tell(reader)
    run_jobs("notifications.gather-mails")
    now.set("2026-11-24 23:00")
    run_jobs()
    assert service.bodies == []
    now.set("2026-11-25 08:01")
    run_jobs()
    assert len(service.shown) == 1


def test_what_was_read_meanwhile_does_not_leave(reader: Member, service: PushService) -> None:
    tell(reader)
    run_jobs("notifications.gather-mails")
    mark_all_read(actor=reader)
    run_jobs()
    assert service.bodies == []


def test_what_is_not_theirs_to_see_any_more_does_not_leave(reader: Member, service: PushService) -> None:
    tell(reader)
    run_jobs("notifications.gather-mails")
    sights.add("/test/", lambda pairs: [])
    try:
        run_jobs()
    finally:
        del sights._items["/test/"]
    assert service.bodies == [] and Notification.objects.get().gone


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(status: int, reader: Member, service: PushService) -> None:
    service.answers = [status]
    tell(reader)
    run_jobs()
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_is_busy_is_asked_again(status: int, reader: Member, service: PushService) -> None:
    service.answers = [status]
    tell(reader)
    told = Notification.objects.get()
    device = Device.objects.get()
    with pytest.raises(push.TryAgain):
        push.send(device_id=device.pk, notification_id=told.pk)
    assert push.send(device_id=device.pk, notification_id=told.pk)
    assert len(service.shown) == 1


def test_signing_out_deactivating_and_ending_the_session_end_it(reader: Member, service: PushService, client: Client) -> None:
    Member.objects.filter(pk=reader.pk).update(is_active=False)
    device = Device.objects.get()
    tell(reader)
    assert not push.gather(recipient_ids=[reader.pk])
    Member.objects.filter(pk=reader.pk).update(is_active=True)
    tell(reader, entry_id=2)
    run_jobs("notifications.gather-mails")
    client.post("/people/account/sign-out/")
    assert not Device.objects.filter(pk=device.pk).exists()
    run_jobs()
    assert service.bodies == []


def test_without_a_device_or_without_the_choice_nothing_leaves(reader: Member, service: PushService) -> None:
    prefer(actor=reader, choices={KIND: Choice(push=False, app=True)}, schedule={})
    tell(reader)
    run_jobs()
    other = make_member()
    prefer(actor=other, choices={KIND: Choice(push=True)}, schedule={})
    tell(other)
    run_jobs()
    assert service.bodies == []


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/1", "https://localhost/1", "https://10.0.0.1/1", "https://192.168.1.1/1", "https://[::1]/1",
        "https://169.254.169.254/latest", "https://user@93.184.215.14/", "https://93.184.215.14:22/", "ftp://93.184.215.14/",
        "https://nowhere.invalid/", "javascript:alert(1)", "", "https://[", "https://127.0.0.1/1",
    ],
)  # fmt: skip
def test_no_address_inside_is_pushed_to(address: str, settings: object) -> None:
    settings.PUSH_TO_LOOPBACK = False  # type: ignore[attr-defined]
    assert not is_elsewhere(address)
    assert is_elsewhere("https://93.184.215.14/wpush/v2/abc")


@pytest.mark.parametrize("name", ["endpoint", "p256dh", "auth"])
def test_what_no_browser_says_is_refused_in_words(name: str, client: Client, service: PushService) -> None:
    client.force_login(make_member(language="fr"))
    answer = client.post("/notifications/devices/", service.said | {name: "rien"}, follow=True)
    assert "Ce navigateur n'a pas donné d'adresse" in html.unescape(answer.content.decode()).replace("’", "'")
    assert not Device.objects.exists()


def test_a_device_is_its_members_alone(reader: Member, client: Client, service: PushService) -> None:
    device = Device.objects.get()
    other = Client()
    other.force_login(make_member())
    other.post(f"/notifications/devices/{device.pk}/remove/")
    assert Device.objects.exists(), "of somebody else"
    text = client.get("/notifications/preferences/").content.decode()
    assert "Firefox, Android" in text and f'name="push-{KIND}"' in text
    client.post(f"/notifications/devices/{device.pk}/remove/")
    assert not Device.objects.exists()
    assert f'name="push-{KIND}"' not in client.get("/notifications/preferences/").content.decode()


def test_keys_are_made_once_and_anew_with_another_secret(reader: Member, settings: object) -> None:
    before = public_key()
    assert public_key() == before and "PRIVATE" not in PushKey.objects.get().private
    settings.SECRET_KEY = "another-secret-" + "y" * 40  # type: ignore[attr-defined]
    assert public_key() != before
    assert not Device.objects.exists(), "they would never hear of anything"


def test_a_restored_copy_pushes_to_nobody(reader: Member, service: PushService) -> None:
    tell(reader)
    drop_waiting_mails()
    run_jobs()
    assert service.bodies == []
