"""Kept membership follows rules and people, and what happened is in the journal."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people import rules
from essaim.people.actions.audiences import (
    change_audience,
    create_audience,
    delete_audience,
    refresh_all,
    refresh_audience,
    refresh_member,
)
from essaim.people.audiences import recount
from essaim.people.models import Audience, AudienceMembership, Member
from essaim.people.tasks import audiences as jobs

from .factories import make_member, make_site

pytestmark = pytest.mark.django_db


def members_of(audience: Audience) -> set[int]:
    return set(AudienceMembership.objects.filter(audience=audience).values_list("member_id", flat=True))


def queued() -> list[tuple[str, dict[str, Any]]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id")]


def test_a_new_audience_is_worked_out_by_its_job() -> None:
    actor, lyon = make_member("facilitator"), make_site()
    here = make_member(site=lyon)
    make_member()
    audience = create_audience(actor=actor, name="Lyon", rule={"site": [lyon.pk]})
    assert audience.slug == "lyon" and audience.refreshed_at is None and members_of(audience) == set()
    assert queued() == [("people.refresh_audience", {"audience_id": audience.pk})]
    jobs.refresh(audience.pk)
    audience.refresh_from_db()
    assert members_of(audience) == {here.pk}
    assert audience.shown_size == 1 and audience.refreshed_at is not None
    entry = Entry.objects.get(type="people.audience-rule-changed")
    assert (entry.actor_id, entry.subject_id) == (actor.pk, audience.pk)


def test_refreshing_writes_the_difference_only_and_costs_the_same_for_any_number(django_assert_num_queries: Any) -> None:
    lyon = make_site()
    staying, coming, going = make_member(site=lyon), make_member(site=lyon), make_member()
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    for member in (staying, going):
        audience.memberships.create(member=member)
    kept = AudienceMembership.objects.get(member=staying).pk
    with django_assert_num_queries(6):  # savepoint, lock, difference, count, save, release
        assert refresh_audience(audience.pk) == (1, 1)
    assert members_of(audience) == {staying.pk, coming.pk}
    assert AudienceMembership.objects.get(member=staying).pk == kept
    assert refresh_audience(audience.pk) == (0, 0)


def test_a_deleted_audience_is_no_work() -> None:
    assert refresh_audience(12345) == (0, 0)


def test_one_changed_member_is_in_the_right_audiences_at_once(django_assert_max_num_queries: Any) -> None:
    lyon, nantes = make_site("lyon"), make_site("nantes")
    member = make_member(site=lyon)
    first = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    second = create_audience(actor=None, name="Nantes", rule={"not": {"site": [lyon.pk]}})
    everybody = create_audience(actor=None, name="Tous", rule={"all": []})
    create_audience(actor=None, name="Personne", rule={"any": []})
    assert refresh_member(member.pk) == (first.pk, everybody.pk)
    Member.objects.filter(pk=member.pk).update(site=nantes)
    with django_assert_max_num_queries(7):
        assert refresh_member(member.pk) == (second.pk, everybody.pk)
    assert members_of(first) == set()
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert refresh_member(member.pk) == ()
    assert members_of(everybody) == set()


def test_time_alone_moves_people_out_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member(arrived_on=clock.today() - timedelta(days=9))
    audience = create_audience(actor=None, name="Nouveaux", rule={"arrived": {"within_days": 10}})
    refresh_all()
    assert members_of(audience) == {member.pk}
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    jobs.refresh_every_night(0)
    assert members_of(audience) == set()


def test_the_size_on_the_list_follows_single_members() -> None:
    lyon = make_site()
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    refresh_audience(audience.pk)
    refresh_member(make_member(site=lyon).pk)
    jobs.recount_often(0)
    audience.refresh_from_db()
    assert audience.shown_size == 1
    AudienceMembership.objects.all().delete()
    recount()
    audience.refresh_from_db()
    assert audience.shown_size == 0


def test_changing_words_alone_moves_nobody() -> None:
    actor, lyon = make_member("facilitator"), make_site()
    audience = create_audience(actor=actor, name="Lyon", rule={"site": [lyon.pk]})
    refresh_audience(audience.pk)
    audience.refresh_from_db()
    before = len(queued())
    assert not change_audience(actor=actor, audience=audience, name="Site de Lyon", rule={"site": [lyon.pk]})
    assert len(queued()) == before and audience.refreshed_at is not None
    assert change_audience(actor=actor, audience=audience, name="Site de Lyon", rule={"all": []})
    assert len(queued()) == before + 1 and audience.refreshed_at is None


def test_two_audiences_cannot_have_the_same_name_but_may_have_the_same_slug_base() -> None:
    create_audience(actor=None, name="Équipe Lyon", rule={"all": []})
    with pytest.raises(Refused):
        create_audience(actor=None, name="equipe lyon", rule={"all": []})
    assert create_audience(actor=None, name="Équipe, Lyon", rule={"all": []}).slug == "equipe-lyon-2"


def test_a_rule_that_asks_too_much_of_what_is_private_is_refused() -> None:
    asked = {"any": [{"objective_theme": [n]} for n in range(1, 5)]}
    with pytest.raises(rules.InvalidRule):
        create_audience(actor=None, name="Trop", rule=asked)
    create_audience(actor=None, name="Bien", rule={"objective_theme": [1, 2, 3, 4]})


def test_deleting_leaves_its_trace(client: Client) -> None:
    actor = make_member("facilitator")
    audience = create_audience(actor=actor, name="Lyon", rule={"all": []})
    refresh_audience(audience.pk)
    delete_audience(actor=actor, audience=audience)
    assert not AudienceMembership.objects.exists()
    assert Entry.objects.get(type="people.audience-deleted").payload == {"name": "Lyon"}


@pytest.mark.django_db(transaction=True)
def test_a_member_who_changes_while_their_audience_is_worked_out_is_not_left_behind() -> None:
    """The audience waits for the change, then sees it: without the lock it would bring the former membership back."""
    lyon, nantes = make_site("lyon"), make_site("nantes")
    member = make_member(site=lyon)
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    changed, done = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(site=nantes)
            refresh_member(member.pk)
            changed.set()
            done.wait(0.4)
        connection.close()

    def work_out() -> None:
        refresh_audience(audience.pk)
        done.set()
        connection.close()

    threads = [threading.Thread(target=change)]
    threads[0].start()
    assert changed.wait(5)
    threads.append(threading.Thread(target=work_out))
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert members_of(audience) == set()
