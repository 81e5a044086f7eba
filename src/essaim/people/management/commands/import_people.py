import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kernel.errors import Refused
from essaim.people.actions.directory import import_directory, refuse_bad_lines
from essaim.people.directory import columns as guessing
from essaim.people.directory import plan as planning
from essaim.people.directory import table as tables
from essaim.people.directory import words
from essaim.people.directory.columns import FIELDS
from essaim.people.directory.decoding import MAX_BYTES
from essaim.people.directory.plan import Line, Outcome, Plan
from essaim.people.directory.table import Table
from essaim.people.management import terminal

# A summary, not the whole file, when lines are refused.
SHOWN = 20


class Command(BaseCommand):
    # The addresses of the site need not be sound to read a file.
    requires_system_checks = []
    help = (
        "Reads people from a CSV file of the directory. Columns are found by their headings; running it again updates, "
        "by employee number, else by e-mail address. One refused line refuses the file, unless --skip-bad."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="a CSV file: any of ; , tab, in UTF-8, Windows, UTF-16 or Mac encoding"
        )
        parser.add_argument("--dry-run", action="store_true", help="say line by line what would happen, and change nothing")
        parser.add_argument("--skip-bad", action="store_true", help="leave refused lines out instead of refusing the file")
        parser.add_argument(
            "--deactivate-missing", action="store_true", help="close the accounts of those who are not in the file"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="HEADING=FIELD",
            help="say what a column is (may be repeated; no field: leave the column out); fields: " + ", ".join(FIELDS),
        )  # fmt: skip
        parser.add_argument("--encoding", default="", help="found out if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal.language()):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        quiet = options["verbosity"] == 0
        steps = terminal.Steps(quiet=quiet)
        steps(_("lecture de %(file)s") % {"file": options["file"]})
        table = tables.read(_bytes(options["file"]), encoding=options["encoding"])
        columns = guessing.corrected(table.headings, options["map"])
        guessing.check(columns, table.headings)
        if not quiet:
            self._say_columns(table, columns)
        if options["dry_run"]:
            plan = planning.make(table, columns, actor_id=None)
            for line in plan.lines:
                self.stdout.write(_told(line))
            self._summary(plan, done=False, deactivate=options["deactivate_missing"])
            refuse_bad_lines(plan, skip_bad=options["skip_bad"])
            return
        plan = self._apply(table, columns, options, steps)
        # Told even when asked to be quiet: these people are not in Essaim, and nothing else says so.
        self._refused_lines(plan, everything=True)
        if not quiet:
            self._summary(plan, done=True, deactivate=options["deactivate_missing"])

    def _apply(self, table: Table, columns: guessing.Columns, options: dict[str, Any], steps: terminal.Steps) -> Plan:
        try:
            return import_directory(
                actor=None, table=table, columns=columns, progress=steps,
                skip_bad=options["skip_bad"], deactivate_missing=options["deactivate_missing"],
            )  # fmt: skip
        except Refused as refused:
            if refused.code == "bad-lines":
                self._refused_lines(planning.make(table, columns, actor_id=None))
            raise

    def _say_columns(self, table: Table, columns: guessing.Columns) -> None:
        found = ", ".join(f"{table.headings[number]} → {FIELDS[name].label}" for name, number in columns.items())
        self.stderr.write(f"  {table.encoding}, {found}")

    def _refused_lines(self, plan: Plan, *, everything: bool = False) -> None:
        bad = [line for line in plan.lines if line.outcome is Outcome.REFUSED]
        for line in bad if everything else bad[:SHOWN]:
            self.stderr.write(_told(line))
        if len(bad) > SHOWN and not everything:
            self.stderr.write(_("… et %(n)d autres lignes refusées ; --dry-run les dit toutes.") % {"n": len(bad) - SHOWN})

    def _summary(self, plan: Plan, *, done: bool, deactivate: bool) -> None:
        self.stdout.write(words.outcomes(plan.counts))
        for sentence in words.new_structure(plan.as_data()["new"]):
            self.stdout.write(sentence)
        kept = [absent for absent in plan.absent if absent.kept]
        gone = len(plan.absent) - len(kept)
        if deactivate:
            self.stdout.write(
                ngettext(
                    "%(n)d personne absente du fichier : désactivée.",
                    "%(n)d personnes absentes du fichier : désactivées.",
                    gone,
                )
                % {"n": gone}
            )  # fmt: skip
        elif gone:
            self.stdout.write(
                ngettext(
                    "%(n)d personne active n'est pas dans le fichier et reste (--deactivate-missing la désactive).",
                    "%(n)d personnes actives ne sont pas dans le fichier et restent (--deactivate-missing les désactive).",
                    gone,
                )
                % {"n": gone}
            )
        for absent in kept:
            self.stdout.write(words.about(absent.name, absent.identity, [absent.kept.text if absent.kept else ""]))
        if not done:
            self.stdout.write(_("Rien n'a été changé : c'était un essai."))


def _bytes(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise Refused(_("%(file)s est un dossier, pas un fichier CSV.") % {"file": name})
    if not path.exists():
        raise Refused(_("%(file)s n'existe pas.") % {"file": name})
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _told(line: Line) -> str:
    """``ligne 12  modifiée  Claire Martin (B0114) : Site : Lyon → Lille``"""
    details = [words.change(*(getattr(change, name) for name in ("field", "before", "after"))) for change in line.changes]
    details += [problem.text for problem in line.problems + line.notes]
    told = _("ligne %(line)d  %(outcome)-10s") % {"line": line.number, "outcome": words.OUTCOMES[line.outcome]}
    return f"{told} {words.about(line.name, line.identity, details)}"
