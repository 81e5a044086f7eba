import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.doctor import examine
from essaim.kernel.errors import Refused


class Command(BaseCommand):
    help = "Says what is wrong with this installation, and what to do. Exits with 1 when something is."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of {what, ok, problem}")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for finding in examine():
            found.append(finding)
            if not options["json"]:
                problem = finding.problem
                self.stdout.write(f"{'✗' if problem else '✓'} {finding.what}{': ' if problem else ''}{problem}")
        problems = sum(bool(finding.problem) for finding in found)
        if options["json"]:
            lines = [{"what": f.what, "ok": not f.problem, "problem": f.problem} for f in found]
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=1))
        if problems:
            raise Refused(f"{problems} to mend, see above")
