"""The made-up organisation to measure with, and the measurement: small, but whole."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import servers

pytestmark = pytest.mark.full
# Enough that those who write in turns do not write faster than anybody may.
MEMBERS = 1_500
LINE = {"page", "connections", "rps", "p50_ms", "p99_ms", "cpu_ms", "floor_ratio", "queries", "buffers", "bytes"}


@pytest.fixture(scope="module")
def made(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of the commands over a made-up organisation."""
    with servers.database(migrated=True) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path_factory.mktemp("measure")))
        done = servers.essaim("generate", "--members", str(MEMBERS), "--posts", "3000", env=env)
        assert done.returncode == 0, done.stdout
        yield env


def test_what_is_kept_beside_the_rows_is_what_the_rows_say(made: dict[str, str]) -> None:
    with psycopg.connect(made["DATABASE_URL"]) as connection:

        def count(sql: str) -> int:
            return int(connection.execute(sql).fetchone()[0])  # type: ignore[index, call-overload]

        assert count("SELECT count(*) FROM people_member") == MEMBERS
        assert count("SELECT count(*) FROM conversations_post") == 3000
        assert count("SELECT max(posts_count) FROM conversations_thread") == 60
        assert (
            count("""
            SELECT count(*) FROM conversations_thread t JOIN (
                SELECT thread_id, count(*) AS posts, max(number) AS last FROM conversations_post GROUP BY 1
            ) p ON p.thread_id = t.id WHERE (t.posts_count, t.last_number) IS DISTINCT FROM (p.posts, p.last)
        """)
            == 0
        )
        # Nobody writes where they may not read, and every reference leads somewhere.
        assert (
            count("""
            SELECT count(*) FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
            WHERE t.restricted_to <> '{}' AND NOT EXISTS (SELECT FROM people_audiencemembership m
                WHERE m.member_id = p.author_id AND m.audience_id = ANY(t.restricted_to))
        """)
            == 0
        )
        assert (
            count("""
            SELECT count(*) FROM conversations_post p LEFT JOIN people_member m ON m.id = p.author_id
            LEFT JOIN conversations_post q ON q.id = p.parent_id AND q.thread_id = p.thread_id AND q.number < p.number
            WHERE m.id IS NULL OR p.parent_id IS NOT NULL AND q.id IS NULL
        """)
            == 0
        )
        assert (
            count("""
            SELECT count(*) FROM notifications_notification n LEFT JOIN journal_entry e ON e.id = n.entry_id
            LEFT JOIN people_member m ON m.id = n.recipient_id WHERE e.id IS NULL OR m.id IS NULL
        """)
            == 0
        )
        assert count("SELECT count(*) FROM search_document WHERE kind = 'thread'") == 300
        assert count("SELECT count(*) FROM pg_indexes WHERE indexname = 'search_words'") == 1


# What people are and what they wrote. Moments follow the clock, keys are drawn anew each time.
MADE = {
    "people": "SELECT id, employee_number, email, first_name, last_name, job_title, team_id, site_id, manager_id FROM people_member ORDER BY id",
    "threads": "SELECT id, kind, title, author_id, theme_id, restricted_to, posts_count FROM conversations_thread ORDER BY id",
    "posts": "SELECT thread_id, number, author_id, parent_id, source FROM conversations_post ORDER BY thread_id, number",
}


def test_the_same_seed_makes_the_same_organisation_and_another_one_another(django_db_setup: None, tmp_path: Path) -> None:
    seen = []
    for n, seed in enumerate(("7", "7", "8")):
        with servers.database(migrated=True) as url:
            env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path / str(n)))
            done = servers.essaim("generate", "--members", "400", "--posts", "500", "--seed", seed, env=env)
            assert done.returncode == 0, done.stdout
            with psycopg.connect(url) as connection:
                seen.append({name: connection.execute(query).fetchall() for name, query in MADE.items()})  # type: ignore[call-overload]
    one, same, other = seen
    for name in MADE:
        assert one[name] == same[name], name
        assert one[name] != other[name], name


def test_a_second_organisation_does_not_come_over_the_first(made: dict[str, str]) -> None:
    again = servers.essaim("generate", "--members", str(MEMBERS), "--posts", "3000", env=made)
    assert again.returncode == 1
    assert "already holds people" in again.stdout


def test_every_page_is_measured_against_the_floor(made: dict[str, str]) -> None:
    done = servers.essaim("bench", "--json", "--rounds", "1", "--seconds", "0.05", env=made)
    assert done.returncode == 0, done.stdout
    # Progress goes to the other stream, which is joined here.
    lines = json.loads(done.stdout[done.stdout.index("[\n") :])
    assert all(set(line) == LINE for line in lines)
    assert {line["connections"] for line in lines} == {1, 4, 16}
    pages = {line["page"] for line in lines}
    assert {"floor", "home", "lesson", "thread", "search", "reply", "answer"} <= pages
    # Statements are counted, not guessed: the budgets hold here too.
    most = {"home": 8, "lesson": 8, "thread": 8, "search": 5, "reply": 10, "answer": 10}
    assert all(0 < line["queries"] <= most[line["page"]] for line in lines if line["page"] in most)


def test_a_page_that_is_not_there_is_named(made: dict[str, str]) -> None:
    done = servers.essaim("bench", "--pages", "hom", env=made)
    assert done.returncode == 1
    assert "no page “hom”" in done.stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may enter, whoever runs the tests."""
    with tempfile.TemporaryDirectory(prefix="essaim-growth-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_growth_is_told_for_pages_that_read(open_folder: Path) -> None:
    folder = open_folder / "data"
    env = servers.environment(ESSAIM_DATA_DIR=str(folder))
    assert servers.essaim("generate", "--members", str(MEMBERS), "--posts", "3000", env=env).returncode == 0
    done = servers.essaim("bench", "--growth", str(folder), "--pages", "home,thread", "--json", env=env)
    assert done.returncode == 0, done.stdout
    lines = json.loads(done.stdout[done.stdout.index("[\n") :])
    assert [line["page"] for line in lines] == ["home", "thread"]
    # The same database twice: as much work.
    assert all(0.5 < line["times"][0] < 2 and min(line["buffers"]) > 0 for line in lines), lines
    refusals = {
        ("--growth", str(open_folder)): "is no data folder",
        ("--growth", str(folder), "--pages", "reply"): "no page “reply”",
    }
    for words, said in refusals.items():
        refused = servers.essaim("bench", *words, env=env)
        assert refused.returncode == 1 and said in refused.stdout


def test_growth_needs_data_folders(made: dict[str, str]) -> None:
    refused = servers.essaim("bench", "--growth", made["ESSAIM_DATA_DIR"], env=made)
    assert refused.returncode == 1 and "unset DATABASE_URL" in refused.stdout
