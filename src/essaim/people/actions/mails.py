"""Mails of people that wait: a restored copy sends none of them."""

from django.db import connection, transaction

# Invitations that quiet hours hold, links and notices that a mail server did not take yet.
_DROP = r"DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE 'people.mail\_%'"


@transaction.atomic
def drop_waiting_mails() -> int:
    """Has none of the mails leave that wait now: for a restored copy, whose original sends them. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP)
        return cursor.rowcount
