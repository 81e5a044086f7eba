import argparse
import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.bench import growth
from essaim.config.bench.run import bench, size, table


class Command(BaseCommand):
    help = "Measures what pages cost, on a database that generate made; posts and answers are written into it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of lines, for a program")
        parser.add_argument("--pages", default="", metavar="a,b", help="only these pages")
        parser.add_argument("--rounds", type=int, default=5, help="the median of so many is told")
        parser.add_argument("--seconds", type=float, default=1.0, help="how long each page is asked for in a round")

        parser.add_argument(
            "--growth", nargs="+", default=[], metavar="FOLDER",
            help="compare with these data folders of smaller databases instead, pages that only read",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["growth"]:
            found = growth.growth(others=options["growth"], pages=options["pages"], say=self._say)
            told = (
                json.dumps([dataclasses.asdict(line) for line in found], indent=1) if options["json"] else growth.table(found)
            )
            self.stdout.write(told)
            return
        lines = bench(pages=options["pages"], rounds=options["rounds"], seconds=options["seconds"], say=self._say)
        if options["json"]:
            self.stdout.write(json.dumps([dataclasses.asdict(line) for line in lines], indent=1))
            return
        self.stdout.write(", ".join(f"{count} {name}" for name, count in size().items()) + "\n\n" + table(lines))

    def _say(self, text: str) -> None:
        self.stderr.write(text)
        self.stderr.flush()
