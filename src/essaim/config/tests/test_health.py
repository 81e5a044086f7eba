"""What machines ask an installation: are you alive, can you serve, how do you fare."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from tests import servers

from essaim.config import metrics, readiness
from essaim.conversations.tests.factories import make_thread
from essaim.people.tests.factories import make_member


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(readiness, "_migrated", False)
    monkeypatch.setattr(readiness, "_behind_since", 0.0)
    monkeypatch.delenv("ESSAIM_METRICS_TOKEN", raising=False)
    yield


def worker_says(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", [seconds_ago]
        )


def test_alive_without_a_database_and_under_any_name(client: Client) -> None:
    # No "db" fixture: a query would fail this test.
    answer = client.get("/healthz", headers={"host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert not answer.cookies


def test_ready_when_all_is_there(client: Client, db: None) -> None:
    worker_says(10)
    answer = client.get("/readyz", headers={"host": "10.1.2.3:8000"})
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "migrations": "ok", "worker": "ok"}


def test_a_silent_worker_is_said_but_keeps_no_node_from_serving(client: Client, db: None) -> None:
    worker_says(60)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "none heard of for 40 seconds"
    assert client.get("/readyz?only=database,migrations").status_code == 200
    unknown = client.get("/readyz?only=nothing")
    assert unknown.status_code == 503 and "unknown: nothing; the parts are database" in unknown.json()["only"]
    assert client.get("/readyz?only=").status_code == 503
    assert client.get("/readyz?only=database,").status_code == 200


def test_not_ready_behind_its_version(client: Client, db: None) -> None:
    worker_says(1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'config'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "the database is behind this version"


def test_not_ready_while_half_restored(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE essaim_restore_under_way (folder text)")
    assert client.get("/readyz").json()["database"] == "a restore is not finished"


def test_ready_costs_few_queries(client: Client, db: None, django_assert_max_num_queries: object) -> None:
    worker_says(1)
    client.get("/readyz")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        client.get("/readyz")


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert found, f"{name} is not in:\n{text}"
    return float(found.group(1))


def test_requests_are_counted_by_page_and_never_by_address(client: Client, db: None) -> None:
    member = make_member()
    thread = make_thread(member)
    client.force_login(member)
    name = 'essaim_requests_total{method="GET",page="conversations:thread",status="200"}'
    client.get(f"/conversations/threads/{thread.pk}/")
    before = figure(client.get("/metrics").content.decode(), name)
    client.get(f"/conversations/threads/{thread.pk}/?q=secret")
    text = client.get("/metrics").content.decode()
    assert figure(text, name) == before + 1
    assert figure(text, 'essaim_request_seconds_count{page="conversations:thread"}') >= 2
    assert f"threads/{thread.pk}" not in text and "secret" not in text and (member.email or "") not in text


def test_jobs_mails_and_sessions_are_told(client: Client, db: None) -> None:
    worker_says(5)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) VALUES"
            " ('mails', 'a', '{}', now() - interval '2 hours'), ('mails', 'b', '{}', now() + interval '1 hour')"
        )
    text = client.get("/metrics").content.decode()
    assert figure(text, 'essaim_jobs{queue="mails",state="due"}') == 1
    assert figure(text, 'essaim_jobs{queue="mails",state="later"}') == 1
    assert 7190 < figure(text, 'essaim_oldest_due_job_seconds{queue="mails"}') < 7300
    assert figure(text, "essaim_workers") == 1
    assert figure(text, "essaim_mails_waiting") == 0
    assert figure(text, "essaim_sessions_today") == 0
    assert figure(text, "essaim_database_up") == 1


def test_figures_are_for_this_machine_or_a_token(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    # A proxy on this machine asks for somebody else.
    assert client.get("/metrics", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 404
    monkeypatch.setenv("ESSAIM_METRICS_TOKEN", "a-token")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer another"}).status_code == 404
    allowed = client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"authorization": "Bearer a-token"})
    assert allowed.status_code == 200


def test_processes_are_counted_together(tmp_path: object, db: None) -> None:
    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'essaim.config.settings.base'; django.setup();"
        "from essaim.config import metrics; import time; metrics.count('home:home', 'GET', 200, 0.01); began = time.monotonic();"
        "text = metrics.exposition().decode(); print(time.monotonic() - began); print(text)"
    )
    env = servers.environment(PROMETHEUS_MULTIPROC_DIR=str(tmp_path), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    for expected in (1, 2):
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=env, capture_output=True, text=True)
        waited, _line, text = done.stdout.partition("\n")
        # Whoever watches gives up after ten seconds.
        assert float(waited) < 2 * readiness.PATIENCE
        assert figure(text, 'essaim_requests_total{method="GET",page="home:home",status="200"}') == expected, done.stderr
        # No database, and still an answer.
        assert figure(text, "essaim_database_up") == 0


def test_counting_costs_next_to_nothing() -> None:
    """Some microseconds; the limit leaves room for a busy machine."""
    best = 1.0
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(500):
            metrics.count("home:home", "GET", 200, 0.012)
        best = min(best, (time.perf_counter() - began) / 500)
    assert best < 20e-6
