"""``bin/essaim content import FOLDER``: a programme, its sequences and lessons, from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.content.importing.run import Line, run_import
from essaim.people.management import terminal


class Command(BaseCommand):
    help = "Reads a programme, sequences and lessons from a folder (docs/content-format.md); again, it updates what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder with programme.md or sequences/, or one sequence")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, folder: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        with translation.override(terminal.language()):
            lines = run_import(path=folder, actor=None, dry_run=dry_run)
            if verbosity:
                self._tell(lines, dry_run)

    def _tell(self, lines: list[Line], dry_run: bool) -> None:
        changed = [line for line in lines if line.change != "left"]
        words = {"created": _("nouvelle"), "updated": _("mise à jour")}
        for line in changed:
            self.stdout.write(f"{words[line.change]:9} {line.place}  {line.title}")
        counts = {"changed": len(changed), "left": len(lines) - len(changed)}
        self.stdout.write(_("pages changées : %(changed)d, inchangées : %(left)d") % counts)
        if dry_run:
            self.stdout.write(_("Rien n'a été changé : c'était un essai."))
