import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essaim.search.actions.rebuild import rebuild
from essaim.search.sources import sources


class Command(BaseCommand):
    help = "Indexes again everything that can be found. The search keeps answering meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these kinds, such as member")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = options["kinds"] or [kind for kind, _ in sources]
        if unknown := [kind for kind in kinds if kind not in sources]:
            raise CommandError(f"no such kind: {', '.join(unknown)}; there are {', '.join(kind for kind, _ in sources)}")
        for kind in kinds:
            for done, total in rebuild(kind):
                self._say(f"\r{kind}: {done} of {total}")
            self._say("\n")

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
