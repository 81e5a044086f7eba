from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.doctor import examine
from essaim.kernel.errors import Refused


class Command(BaseCommand):
    help = "Says what is wrong with this installation, and what to do. Exits with 1 when something is."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for finding in examine():
            problems += bool(finding.problem)
            self.stdout.write(
                f"{'✗' if finding.problem else '✓'} {finding.what}{': ' if finding.problem else ''}{finding.problem}"
            )
        if problems:
            raise Refused(f"{problems} to mend, see above")
