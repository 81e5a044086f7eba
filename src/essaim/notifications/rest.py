"""Notifications in the API: what one was told, marking it as read, and how one wants to be told."""

import datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field

from essaim.kernel.errors import Refused
from essaim.kernel.rest import After, Id, Limit, Page, Router, Words, page, place
from essaim.people.access import MemberRequest

from . import queries, words
from .actions import devices as own_devices
from .actions.prefer import Choice, prefer
from .actions.read import mark_all_read, mark_read
from .actions.sight import still_seen
from .actions.weary import revive
from .digests import DIGEST
from .hours import hours_of
from .kinds import kinds_for
from .models import Delivery, Notification

router = Router()

Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM")]
Mailing = Literal["immediate", "digest", "none"]


class NotificationOut(Schema):
    """Something that one was told. ``events`` are those of its topic since it was last read, ``beside`` those of a weaker kind."""

    id: int
    kind: str
    title: str
    excerpt: str
    url: str
    actor_id: int | None
    events: int
    beside: int
    created_at: datetime.datetime
    read_at: datetime.datetime | None


class ReadOut(Schema):
    """How many were unread."""

    read: int


class KindOut(Schema):
    """How a kind comes. ``rarer``: its mails brought nobody, and it comes in the digest instead. An urgent one cannot be chosen."""

    kind: str
    label: str
    app: bool
    mail: Mailing
    push: bool
    rarer: bool
    urgent: bool


class DigestOut(Schema):
    """When the digest comes; ``weekday`` counts from Monday, 0. ``rarer``: how often its frequency was halved."""

    every: Literal["week", "day", "never"]
    weekday: int
    hour: str
    rarer: int


class QuietOut(Schema):
    """The hours that hold: one's own, or those of the site."""

    own: bool
    time_zone: str
    start: str
    end: str
    weekends: bool
    public_holidays: str


class DeviceOut(Schema):
    """A browser in which one is signed in and that shows one's notifications."""

    id: int
    name: str
    created_at: datetime.datetime


class PreferencesOut(Schema):
    kinds: list[KindOut]
    digest: DigestOut
    quiet: QuietOut


class KindIn(Schema):
    """What is left out stays. ``rarer`` false: its mails come again as often as was chosen."""

    kind: Words
    app: bool | None = None
    mail: Mailing | None = None
    push: bool | None = None
    rarer: Literal[False] | None = None


class DigestIn(Schema):
    """``rarer`` 0: it comes again as often as was chosen."""

    every: Literal["week", "day", "never"] | None = None
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    hour: Hour | None = None
    rarer: Literal[0] | None = None


class QuietIn(Schema):
    """``own`` false takes the hours of the site; the others are one's own."""

    own: bool | None = None
    start: Hour | None = None
    end: Hour | None = None
    weekends: bool | None = None
    holidays: bool | None = None


class PreferencesIn(Schema):
    kinds: Annotated[list[KindIn], Field(max_length=100)] = []
    digest: DigestIn | None = None
    quiet: QuietIn | None = None


@router.get(
    "/notifications",
    response=Page[NotificationOut],
    url_name="notifications",
    tags=["notifications"],
    summary=gettext_lazy("Ce dont on m'a prévenu, le plus récent d'abord"),
)
def notifications(
    request: MemberRequest, show: Literal["", "unread"] = "", after: After = "", limit: Limit = 20
) -> Page[NotificationOut]:
    """What stands under the bell. Several events of one thread are one; while it is unread it moves up with each."""
    rows = queries.own(request.user).order_by("-created_at", "-id")
    if show == "unread":
        rows = rows.filter(read_at=None)
    found = list(queries.behind(rows, place(after, datetime.datetime, int))[: limit + 1])  # type: ignore[arg-type]
    seen = {row.pk for row in still_seen(found)}
    answer = page(request, found, limit, lambda row: (row.created_at, row.pk), _shape)
    answer.items = [item for item in answer.items if item.id in seen]
    return answer


@router.post(
    "/notifications/read",
    response=ReadOut,
    url_name="notifications-read",
    tags=["notifications"],
    summary=gettext_lazy("Tout marquer comme lu"),
)
def read_notifications(request: MemberRequest) -> ReadOut:
    return ReadOut(read=mark_all_read(actor=request.user))


@router.post(
    "/notifications/{id}/read",
    response=NotificationOut,
    url_name="notification-read",
    tags=["notifications"],
    summary=gettext_lazy("Marquer comme lu"),
)
def read_notification(request: MemberRequest, id: Id) -> NotificationOut:
    found = mark_read(actor=request.user, notification_id=id)
    if found is None or found.gone or not still_seen([found]):
        raise Http404
    return _shape(found)


def _shape(row: Notification) -> NotificationOut:
    return NotificationOut(
        id=row.pk, kind=row.kind, title=row.title, excerpt=row.excerpt, url=row.url, actor_id=row.actor_id,
        events=max(len(row.entry_ids), 1) - row.beside, beside=row.beside, created_at=row.created_at, read_at=row.read_at,
    )  # fmt: skip


@router.get(
    "/preferences",
    response=PreferencesOut,
    url_name="preferences",
    tags=["notifications"],
    summary=gettext_lazy("Ce qui m'est envoyé, et quand"),
)
def preferences(request: MemberRequest) -> PreferencesOut:
    """By which channel each kind comes, when the digest does, and the quiet hours in which nothing leaves."""
    member_id = request.user.pk
    current, tired = queries.channels_of(member_id), queries.levels_of(member_id)
    schedule, hours = queries.schedules([member_id])[member_id], hours_of([member_id])[member_id]
    return PreferencesOut(
        kinds=[
            KindOut(
                kind=kind.name, label=str(kind.label), app=current[kind.name].app,
                mail=current[kind.name].mail.value,  # type: ignore[arg-type]
                push=current[kind.name].push, rarer=current[kind.name].tired, urgent=kind.urgent,
            )
            for kind in kinds_for(request.user)
        ],
        digest=DigestOut(
            every=schedule.digest_every,  # type: ignore[arg-type]
            weekday=schedule.digest_weekday, hour=words.clock(schedule.daily_at),
            rarer=tired[DIGEST].level if DIGEST in tired else 0,
        ),
        quiet=QuietOut(
            own=schedule.own, time_zone=hours.zone, start=words.clock(hours.start), end=words.clock(hours.end),
            weekends=hours.weekends, public_holidays=hours.holidays,
        ),
    )  # fmt: skip


@router.patch(
    "/preferences",
    response=PreferencesOut,
    url_name="preferences",
    tags=["notifications"],
    summary=gettext_lazy("Choisir ce qui m'est envoyé, et quand"),
)
def change_preferences(request: MemberRequest, body: PreferencesIn) -> PreferencesOut:
    """What is left out stays as it is."""
    known = {kind.name for kind in kinds_for(request.user) if not kind.urgent}
    choices: dict[str, Choice] = {}
    for one in body.kinds:
        if one.kind not in known:
            raise Refused(_("Ce n'est pas une nature de notification que l'on choisit."), code="kind")
        choices[one.kind] = Choice(app=one.app, mail=Delivery(one.mail) if one.mail else None, push=one.push)
    again = [one.kind for one in body.kinds if one.rarer is not None]
    with transaction.atomic():
        prefer(actor=request.user, choices=choices, schedule=_schedule(body))
        for kind in again + ([DIGEST] if body.digest and body.digest.rarer is not None else []):
            revive(actor=request.user, kind=kind)
    return preferences(request)


def _schedule(body: PreferencesIn) -> dict[str, object]:
    digest, quiet = body.digest or DigestIn(), body.quiet or QuietIn()
    given = {
        "digest_every": digest.every, "digest_weekday": digest.weekday, "daily_at": _time(digest.hour), "own": quiet.own,
        "quiet_from": _time(quiet.start), "quiet_until": _time(quiet.end), "quiet_weekends": quiet.weekends,
        "quiet_holidays": quiet.holidays,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def _time(hour: str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(hour) if hour else None


@router.get(
    "/devices", response=Page[DeviceOut], url_name="devices", tags=["notifications"],
    summary=gettext_lazy("Les appareils où l'on me prévient"),
)  # fmt: skip
def devices(request: MemberRequest) -> Page[DeviceOut]:
    """All of them, the latest first."""
    rows = queries.devices().filter(member=request.user).order_by("-created_at", "-pk")
    return Page(items=[DeviceOut(id=row.pk, name=row.name, created_at=row.created_at) for row in rows], next=None)


@router.delete(
    "/devices/{id}", response={204: None}, url_name="device", tags=["notifications"],
    summary=gettext_lazy("Ne plus rien recevoir sur un appareil"),
)  # fmt: skip
def remove_device(request: MemberRequest, id: Id) -> None:
    if not own_devices.remove(actor=request.user, device_id=id):
        raise Http404
