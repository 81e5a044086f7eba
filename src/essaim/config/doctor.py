"""What may be wrong with an installation. Each finding says what to do."""

import dataclasses
import shutil
import smtplib
import ssl
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from essaim.kernel.errors import Refused

from . import checks


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters:
        what: what was looked at.
        problem: what is wrong and what to do; empty when all is well.
    """

    what: str
    problem: str = ""


def _secret() -> str:
    try:
        checks.ready_to_serve()
    except Refused as no:
        return str(no)
    return ""


def _address() -> str:
    if settings.BASE_URL.startswith("https://") or settings.DEMO:
        return ""
    if settings.BASE_URL.startswith("http://127.0.0.1"):
        return f"ESSAIM_BASE_URL is {settings.BASE_URL}: links in mails lead nowhere for others; set it to the site's https:// address"
    return f"ESSAIM_BASE_URL is {settings.BASE_URL}, without https: cookies and passwords travel in clear"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, lower('É') = 'é'")
        version, lowers = cursor.fetchone()
    if version < 150000:
        return f"PostgreSQL {version // 10000} is too old: 15 or newer is needed"
    if not lowers:
        return "the database does not lower accented letters: create it with the builtin C.UTF-8 or an ICU locale"
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(plan)} migrations are missing: run  bin/essaim manage migrate" if plan else ""


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '40 seconds'")
        (alive,) = cursor.fetchone()
    return "" if alive else "no worker is running: notifications and mails wait; start  bin/essaim worker"


def _queue() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '5 minutes'"
            " AND id IN (SELECT job_id FROM procrastinate_events WHERE type = 'deferred' AND at < now() - interval '5 minutes')"
        )
        (late,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        (failed,) = cursor.fetchone()
    if late:
        return f"{late} jobs have waited for more than five minutes: is the worker running, and keeping up?"
    return f"{failed} jobs failed for good: their errors are in the worker's log" if failed else ""


def _mail() -> str:
    if "smtp" not in settings.EMAIL_BACKEND:
        return "" if settings.DEMO else "ESSAIM_EMAIL_URL is not set: mails are written to files and reach nobody"
    try:
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=8) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        return f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer as expected ({error}): check ESSAIM_EMAIL_URL"
    return ""


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else "/").free / 2**30
    return "" if free > 2 else f"{free:.1f} GiB are left on the disk of {settings.DATA_DIR}: make room"


def _static() -> str:
    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return ""
    return "static files were not collected: start with  bin/essaim serve, or run  bin/essaim manage collectstatic"


def _queue_is_there(look: Callable[[], str]) -> Callable[[], str]:
    return lambda: "" if _migrations() else look()


LOOKS: list[tuple[str, Callable[[], str]]] = [
    ("secret", _secret),
    ("address", _address),
    ("database", _database),
    ("migrations", _migrations),
    ("worker", _queue_is_there(_worker)),
    ("queue", _queue_is_there(_queue)),
    ("mail", _mail),
    ("disk", _disk),
    ("static files", _static),
]


def examine() -> Iterator[Finding]:
    """Looks at everything, one finding at a time."""
    for what, look in LOOKS:
        yield Finding(what, look())
