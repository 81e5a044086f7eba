from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from essaim.config import processes, static
from essaim.config.backup.restoring import refuse_half_restored
from essaim.kernel.errors import Refused


class Command(BaseCommand):
    help = "Brings database and static files up to this version, while the one before still serves."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_half_restored()
        with processes.migrating():
            with connection.cursor() as cursor:
                # Whoever waits for a table has all others wait behind: rather give up than hold the site.
                cursor.execute("SET lock_timeout = '10s'")
            try:
                call_command("migrate", verbosity=0)
            except OperationalError as error:
                if isinstance(error.__cause__, LockNotAvailable):
                    raise Refused(
                        "somebody holds a table that a migration needs: nothing was half done, run it again"
                    ) from error
                raise
        static.collect(lambda line: self.stdout.write(f"· {line}"))
        self.stdout.write("ready: reload or restart the web nodes, then the workers")
