from typing import Any

from django.core.management.base import BaseCommand

from essaim.config import checks, processes


class Command(BaseCommand):
    help = "Runs the jobs: notifications, mails, publications. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        checks.ready_to_serve()
        processes.run(processes.worker_command())
