"""``bin/essaim content import FOLDER``: a programme, its sequences and lessons, from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from essaim.content.importing.run import run_import


class Command(BaseCommand):
    help = "Reads a programme, sequences and lessons from a folder (docs/content-format.md); again, it updates what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder with programme.md or sequences/, or one sequence")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, folder: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        lines = run_import(path=folder, actor=None, dry_run=dry_run)
        changed = [line for line in lines if line.change != "left"]
        if verbosity:
            for line in changed:
                self.stdout.write(f"{line.change:8} {line.place}  {line.title}")
            left = len(lines) - len(changed)
            words = "nothing was changed: a dry run" if dry_run else f"{len(changed)} pages changed"
            self.stdout.write(f"{words}, {left} left as they were")
