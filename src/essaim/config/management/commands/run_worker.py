from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from essaim.config import checks, processes
from essaim.config.backup.restoring import refuse_half_restored


class Command(BaseCommand):
    help = "Runs the jobs: notifications, mails, publications. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        checks.ready_to_serve()
        refuse_half_restored()
        connection.close()
        processes.run(processes.worker_command())
