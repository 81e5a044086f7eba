import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.generate.run import generate


class Command(BaseCommand):
    help = "Fills an empty database with a plausible organisation, to measure with."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--members", type=int, default=1000)
        parser.add_argument("--posts", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        generate(members=options["members"], posts=options["posts"], seed=options["seed"], say=self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
