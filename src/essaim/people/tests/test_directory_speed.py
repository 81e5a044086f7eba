"""20,000 lines, dry run and import together, in under thirty seconds; the same again, and on the page.

The import is told in seconds of CPU, of this process and of its connection to the database: what else the machine does meanwhile
does not count.
"""

import time

import pytest
from django.db import connection
from django.test import Client

from essaim.config.bench.processes import cpu
from essaim.people.actions.audiences import refresh_all
from essaim.people.actions.drafts import choose_columns, keep_draft
from essaim.people.models import AudienceMembership, Member, Role

from .directory_files import apply, csv_bytes, person, plan_of
from .factories import make_audience, make_job_family, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.full]
LINES = 20_000


def directory(shift: int = 0) -> bytes:
    """A company of 900 teams, 30 job families and 25 sites; ``shift`` moves everybody to another site."""
    return csv_bytes(
        *(
            person(
                f"E{n:06}", f"Lefèvre {n}", "Zoé", f"p{n}@grande.example",
                team=f"Grande / Direction {n % 12} / Équipe {n % 900}", job=f"Métier {n % 30}", site=f"Site {(n + shift) % 25}",
                manager=f"E{(n - 1) // 8:06}" if n else "", arrived=f"{1 + n % 28:02}/{1 + n % 12:02}/{1990 + n % 34}",
            )
            for n in range(LINES)
        )
    )  # fmt: skip


def worked() -> float:
    """Seconds of CPU so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return time.process_time() + sum(cpu([cursor.fetchone()[0]]).values())


def test_twenty_thousand_people_come_and_change_in_under_thirty_seconds(client: Client) -> None:
    family = make_job_family("metier-3", name="Métier 3")
    for n in range(20):
        make_audience(f"a{n}", rule={"any": [{"job_family": [family.pk]}, {"role": ["manager"]}]})
    for data, outcome in ((directory(), "created"), (directory(shift=1), "changed")):
        began = worked()
        assert plan_of(data).counts[outcome] == LINES
        planned = worked() - began
        assert apply(data).counts[outcome] == LINES
        took = worked() - began
        print(f"{outcome}: dry run {planned:.1f} s, with the import {took:.1f} s")  # noqa: T201
        assert took < 30
    assert Member.objects.filter(site__name="Site 0").count() == LINES / 25
    before = AudienceMembership.objects.count()
    assert before > 0
    refresh_all()
    assert AudienceMembership.objects.count() == before


def test_the_page_shows_twenty_thousand_lines_at_once(client: Client) -> None:
    facilitator = make_member(Role.FACILITATOR)
    client.force_login(facilitator)
    began = time.monotonic()
    draft = keep_draft(actor=facilitator, file_name="a.csv", content=directory())
    choose_columns(actor=facilitator, draft=draft, columns=draft.columns)
    planned = time.monotonic() - began
    address = f"/people/imports/{draft.key}/?show=created&after=15000"
    client.get(address)
    began = time.monotonic()
    assert client.get(address).status_code == 200
    shown = time.monotonic() - began
    print(f"upload to plan {planned:.1f} s, one page of it {shown:.2f} s")  # noqa: T201
    assert planned < 15
    assert shown < 1
