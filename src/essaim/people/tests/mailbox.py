"""The worker and the mailbox of tests: ``deliver()`` runs the mails that are waiting, ``link_in(mail)`` is what one clicks."""

import json
import re

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from procrastinate.contrib.django import app

from essaim.kernel import clock


def deliver() -> list[EmailMessage]:
    """Runs the jobs of the queue of mails that are due, once each, and returns the mails that left by it."""
    before = len(mail.outbox)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE queue_name = 'mails'"
            " AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY id",
            [clock.now()],
        )
        rows = cursor.fetchall()
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY (%s)", [[row[0] for row in rows]])
    for _id, task, args in rows:
        app.tasks[task](**(json.loads(args) if isinstance(args, str) else args))
    return list(mail.outbox[before:])


def link_in(message: EmailMessage) -> str:
    """The path of the first address of ours in a mail's text."""
    found = re.search(r"^http://[^/\s]+(/\S*)$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]
