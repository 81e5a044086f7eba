"""Six months later, by the clock: the journal and what tells of coming in name nobody, whatever table or event was added."""

import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models
from django.test import Client
from procrastinate.contrib.django import app

from essaim.journal.events import event_types
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.notifications.models import Mail
from essaim.people.actions.invitations import invite_by_address
from essaim.people.actions.second_step import turn_authenticator_on
from essaim.people.actions.sign_in import make_link
from essaim.people.holdings.record import LONG_AGO
from essaim.people.models import CompanyAccount, Member
from essaim.people.queries import load_member
from essaim.privacy.holdings import all_holdings

from .leaver import EMAIL, ID, make_leaver

pytestmark = pytest.mark.django_db
SIX_MONTHS = datetime.timedelta(days=190)
# Since when something stands that its owner may take away: not when they came.
STANDING = {("people_companyaccount", "linked_at"), ("mfa_authenticator", "created_at"), ("people_member", "created_at")}
PERIODIC = [one for one in app.periodic_registry.periodic_tasks.values() if not one.cron.startswith("*")]


def _a_night(after: datetime.timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the worker does at its hours, once."""
    moment = clock.now() + after
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert {"privacy.retention", "people.sweep"} <= {one.task.name for one in PERIODIC}
    for one in PERIODIC:
        one.task(timestamp=0)


def _one_of_each_event(member_id: int) -> None:
    """Every kind of act that there is: done by the member, and naming them wherever it may name somebody."""
    for name, cls in event_types:
        payload = cls.sample().payload()
        for field in cls.members:
            key, where, value = (field, None, None) if isinstance(field, str) else field
            payload[key] = [member_id] if isinstance(payload.get(key), list) else member_id
            if where:
                payload[where] = value
        about = {"subject_type": cls.subject_type, "subject_id": member_id if cls.subject_type == "member" else 1}
        Entry.objects.create(type=name, actor_id=member_id, payload=payload, occurred_at=clock.now(), **about)


def _entries_naming(member_id: int) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type FROM journal_entry WHERE actor_id = %(id)s OR subject_id = %(id)s OR payload::text ~ %(written)s",
            {"id": member_id, "written": rf"\m{member_id}\M"},
        )
        return {type for (type,) in cursor.fetchall()}


def test_every_kind_of_act_is_nameless_after_six_months(monkeypatch: pytest.MonkeyPatch) -> None:
    make_leaver()
    _one_of_each_event(ID)
    kinds, count = {name for name, _cls in event_types}, Entry.objects.count()
    _a_night(datetime.timedelta(days=150), monkeypatch)
    assert kinds <= _entries_naming(ID)
    _a_night(datetime.timedelta(days=40), monkeypatch)
    assert _entries_naming(ID) == set()
    old = Entry.objects.filter(occurred_at__lt=clock.now() - datetime.timedelta(days=183))
    assert old.count() >= count
    assert all(entry.occurred_at.time() == datetime.time(0) for entry in old)


def _moments_of_coming_in() -> dict[tuple[str, str], set[datetime.date]]:
    """Every day that the database knows of sign-ins: each column with a date, of each table of that holding, and the member's."""
    tables = next(holding.tables for holding in all_holdings() if holding.name == "people.sign-in")
    found: dict[tuple[str, str], set[datetime.date]] = {}
    for model in apps.get_models():
        name = model._meta.db_table
        columns = [field.column for field in model._meta.local_fields if isinstance(field, models.DateField)]
        if name == "people_member":
            columns = ["last_login"]
        elif name not in tables:
            continue
        for column in set(columns) - {column for table, column in STANDING if table == name}:
            values = model._default_manager.order_by().exclude(**{column: None}).values_list(column, flat=True)
            found[name, column] = {one.date() if isinstance(one, datetime.datetime) else one for one in values}
    return found


def test_no_table_tells_who_came_in_more_than_six_months_ago(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    leaver = make_leaver()
    client.force_login(leaver)
    make_link(member=leaver, target="/")
    turn_authenticator_on(actor=leaver, secret="JBSWY3DPEHPK3PXP")
    Authenticator.objects.update(last_used_at=clock.now())
    CompanyAccount.objects.create(member=leaver, issuer="https://accounts.example", subject="1")
    Member.objects.filter(pk=ID).update(last_login=clock.now())
    known = _moments_of_coming_in()
    for column in ("last_login", "last_used_at", "started_at"):
        # What is looked for is there to be found.
        assert any(days for (_table, name), days in known.items() if name == column), column
    _a_night(SIX_MONTHS, monkeypatch)
    later = _moments_of_coming_in()
    assert {place for place, days in later.items() if days - {LONG_AGO.date()}} == set()
    assert later["people_member", "last_login"] == {LONG_AGO.date()}
    # The second step itself still stands.
    assert Authenticator.objects.filter(user=leaver, type=Authenticator.Type.TOTP).exists()


def test_what_is_kept_for_six_months_is_gone_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notifications, mails, and invitations that nobody answered: each table with a member in it, whatever is added to its holding."""
    leaver = make_leaver()
    inviter: Any = load_member(leaver.pk)
    invite_by_address(actor=inviter, email="autre@brindel.example", target="/", key=new_key())
    Mail.objects.create(
        recipient=leaver,
        delivery="daily",
        message_id="<1>",
        created_at=clock.now(),
        next_try_at=clock.now(),
        closed_at=clock.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_notification (recipient_id, kind, entry_id, title, excerpt, url, page, created_at, delivery, mail_state)"
            " VALUES (%s, 'conversations.reply', 1, %s, '', '/', '/', %s, 'none', 'none')",
            [ID, EMAIL, clock.now()],
        )
    tables = [
        table for holding in all_holdings() if holding.name in ("notifications.told", "people.invitations") for table in holding.tables
    ]  # fmt: skip
    assert sum(_rows(table) for table in tables) >= 3
    # An invitation's six months begin when it ends.
    _a_night(SIX_MONTHS + datetime.timedelta(days=60), monkeypatch)
    assert {table for table in tables if _rows(table)} == set()


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])
