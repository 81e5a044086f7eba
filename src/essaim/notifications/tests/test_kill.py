"""A worker killed after the mail server said yes: the mail comes again, and is recognisably the same."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from essaim.kernel import clock
from essaim.notifications.actions import mail as actions
from essaim.notifications.models import Mail, MailState, Notification, Schedule
from essaim.people.tests.factories import make_member

from .factories import tell
from .letters import Letters

NO_QUIET = {"quiet_from": "08:00", "quiet_until": "08:00", "quiet_weekends": False, "quiet_holidays": False}
SOURCE = Path(__file__).resolve().parents[3]
_SEND = """
import sys, django
django.setup()
from essaim.notifications.actions.mail import send
send(mail_id=int(sys.argv[1]))
"""


def _send(letters: Letters, port: int, mail_id: int) -> int:
    """Sends a mail from a process of its own. Returns its exit code."""
    parameters = connection.get_connection_params()
    host = quote(str(parameters.get("host") or "localhost"), safe="")
    url = f"postgresql://{parameters.get('user', '')}@{host}/{parameters['dbname']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "ESSAIM_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "ESSAIM_SECRET_KEY": "for-tests-only-" + "x" * 40,
        "DJANGO_SETTINGS_MODULE": "essaim.config.settings.base",
        "PYTHONPATH": str(SOURCE),
    }
    letters.kill = subprocess.Popen([sys.executable, "-c", _SEND, str(mail_id)], env=environment)
    return letters.kill.wait(timeout=60)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_killed_between_the_server_s_yes_and_the_commit(server: tuple[Letters, int], monkeypatch: pytest.MonkeyPatch) -> None:
    letters, port = server
    member = make_member()
    # The other process has the real clock: no quiet hours for this one.
    Schedule.objects.create(member=member, own=True, **NO_QUIET)
    tell(member)
    (mail,) = actions.gather(recipient_ids=[member.pk])
    letters.armed = True
    assert _send(letters, port, mail.pk) == -signal.SIGKILL
    assert Mail.objects.get().closed_at is None

    # Somebody says something else meanwhile, and the watch finds the lost mail.
    tell(member, entry_id=2)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.tick()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send'")
        assert cursor.fetchone()[0] == 2

    letters.armed = False
    assert _send(letters, port, mail.pk) == 0
    assert _send(letters, port, mail.pk) == 0
    first, second = letters.got
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()
    assert Notification.objects.get(entry_id=1).mail_state == MailState.SENT
    assert Notification.objects.get(entry_id=2).mail_state == MailState.WAITING
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_digest_killed_there_comes_again_with_the_same_words(
    server: tuple[Letters, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from essaim.kernel.suggestions import Suggestion
    from essaim.notifications import digests
    from essaim.notifications.actions.digest import begin_digests, write_digest
    from essaim.notifications.models import Digest

    letters, port = server
    member = make_member()
    Schedule.objects.create(member=member, own=True, **NO_QUIET)
    shelf = [Suggestion(kind="a", label="", title="Une leçon", url="/a/", why="Parce que.", weight=1)]
    monkeypatch.setattr(digests.sources, "_items", {"test": lambda member, since: shelf})
    begin_digests()
    Digest.objects.update(next_at=clock.now())
    mail = write_digest(member_id=member.pk)
    assert mail is not None
    letters.armed = True
    assert _send(letters, port, mail.pk) == -signal.SIGKILL
    # What there is to suggest is something else by now.
    shelf[:] = [Suggestion(kind="b", label="", title="Une autre", url="/b/", why="Parce que.", weight=1)]
    letters.armed = False
    assert _send(letters, port, mail.pk) == 0
    assert _send(letters, port, mail.pk) == 0
    first, second = letters.got
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert "Une leçon" in first.get_body(("plain",)).get_content()
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
