from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from essaim.config import processes, static
from essaim.config.backup.restoring import refuse_half_restored


class Command(BaseCommand):
    help = "Brings database and static files up to this version, while the one before still serves."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_half_restored()
        with connection.cursor() as cursor:
            # Several nodes may be prepared at once: one migrates, the others wait for it.
            cursor.execute("SELECT pg_advisory_lock(%s)", [processes.PREPARING])
            try:
                call_command("migrate", verbosity=0)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [processes.PREPARING])
        static.collect(lambda line: self.stdout.write(f"· {line}"))
        self.stdout.write("ready: reload or restart the web nodes, then the workers")
