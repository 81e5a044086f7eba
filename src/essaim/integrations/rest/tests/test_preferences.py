"""How one is told, in the API: what became rarer comes back, and one's devices are one's own to remove."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essaim.kernel import clock
from essaim.notifications.digests import DIGEST
from essaim.notifications.kinds import kinds_for
from essaim.notifications.models import Device, Weariness
from essaim.people.models import Member, Session
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def tire(member: Member, kind: str) -> None:
    Weariness.objects.create(member=member, kind=kind, level=1, since=clock.now())


def test_what_became_rarer_comes_as_often_as_it_was_chosen(program: Callable[..., Any]) -> None:
    member, other = make_member(), make_member()
    first, second = [kind.name for kind in kinds_for(member) if not kind.urgent][:2]
    for kind in (first, second, DIGEST):
        tire(member, kind)
        tire(other, kind)
    asking = program(member)

    def rarer() -> tuple[set[str], int]:
        given = asking.get("/preferences").json()
        return {one["kind"] for one in given["kinds"] if one["rarer"]}, given["digest"]["rarer"]

    before = asking.get("/preferences").json()
    assert before["digest"]["rarer"] == 1
    assert asking.send("PATCH", "/preferences", {"kinds": [{"kind": first}]}).status_code == 200
    assert Weariness.objects.filter(member=member).count() == 3, "what is left out stays"
    asking.send("PATCH", "/preferences", {"kinds": [{"kind": first, "rarer": False}]})
    assert first not in rarer()[0] and rarer()[1] == 1
    assert set(Weariness.objects.filter(member=member).values_list("kind", flat=True)) == {second, DIGEST}
    assert asking.send("PATCH", "/preferences", {"digest": {"rarer": 0}}).json()["digest"]["rarer"] == 0
    assert asking.send("PATCH", "/preferences", {"kinds": [{"kind": second, "rarer": True}]}).status_code == 422
    assert Weariness.objects.filter(member=other).count() == 3


def test_devices_are_listed_and_removed_by_whose_they_are(program: Callable[..., Any], client: Client) -> None:
    member = make_member()
    client.force_login(member)
    Session.objects.update(expire_date=timezone.now().replace(year=2099))
    made = Device.objects.create(
        member=member, session_id=client.session.session_key, name="Firefox, Windows", endpoint="https://push.example/1",
        p256dh="x", auth="y", created_at=clock.now(),
    )  # fmt: skip
    asking, other = program(member), program(make_member("administrator"))
    (shown,) = asking.get("/devices").json()["items"]
    assert (shown["id"], shown["name"]) == (made.pk, "Firefox, Windows") and "push.example" not in str(shown)
    assert other.get("/devices").json()["items"] == []
    assert other.send("DELETE", f"/devices/{made.pk}").status_code == 404
    assert [asking.send("DELETE", f"/devices/{made.pk}").status_code for _ in range(2)] == [204, 404]
    assert not Device.objects.exists()
