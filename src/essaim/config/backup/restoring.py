"""The mark of a restore under way: what it finds half done, nobody serves."""

from django.db import connection

from essaim.kernel.errors import Refused

MARK = "essaim_restore_under_way"


def half_restored() -> bool:
    """Whether a restore began here and did not end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MARK])
        (there,) = cursor.fetchone()
    return bool(there)


def refuse_half_restored() -> None:
    """Raises Refused when a restore began here and did not end."""
    if half_restored():
        raise Refused(
            "a restore was interrupted here and this instance is incomplete: run  bin/essaim restore FILE  again",
            code="half-restored",
        )
