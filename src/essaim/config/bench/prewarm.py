"""The database as it is some hours after its start: in memory."""

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction

# Tables with their indexes and long values, in the search path of the application.
_ALL = """
SELECT sum(pg_prewarm(c.oid)) FROM pg_class c
WHERE c.relkind IN ('r', 'i', 't') AND c.relpersistence = 'p' AND pg_relation_filenode(c.oid) IS NOT NULL
"""


def warm(say: Callable[[str], object]) -> None:
    """Reads the whole database into the server's own memory, as far as it goes.

    A server that has just started finds next to nothing there, and what each page then costs is the reading of files: a search
    of words that nobody asked for before looks at some 400 pages of 8 kB. Where PostgreSQL came without its ``pg_prewarm``,
    nothing is done and it is said.
    """
    say("reading the database into memory")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
            cursor.execute(_ALL)
            # What was read stays, and the database is what it was.
            transaction.set_rollback(True)
    except DatabaseError as error:
        say(f"this PostgreSQL cannot be warmed, the first rounds read files: {str(error).splitlines()[0]}")
