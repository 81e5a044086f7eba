"""``bin/essaim manage erased``: the numbers of those who were erased, for the day an older backup is put back."""

from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essaim.privacy.actions.erase import erase_again
from essaim.privacy.queries import erased


class Command(BaseCommand):
    help = "Lists the numbers of erased members; with --again FILE, erases those in FILE once more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", metavar="FILE", type=FileType(), help="a list that this command wrote before")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"] is None:
            for one in erased(limit=None):
                self.stdout.write(f"{one.member_id}\n", ending="")
            return
        lines = [line.strip() for line in options["again"] if line.strip()]
        if wrong := [line for line in lines if not line.isdecimal()]:
            raise CommandError(
                f"not a number: {wrong[0]!r}. Nothing was erased; give a list that  bin/essaim manage erased  wrote."
            )
        again = erase_again(member_ids=[int(line) for line in lines])
        self.stdout.write(f"{again} erased again, {len(lines) - again} were not there\n", ending="")
