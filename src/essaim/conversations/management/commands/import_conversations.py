from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from essaim.conversations.actions.imports import import_threads
from essaim.conversations.importing import read, what_is_known


class Command(BaseCommand):
    help = "Reads threads from a YAML file, or from every YAML file of a folder (docs/content-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .yaml file or a folder of them")

    def handle(self, *, path: Path, verbosity: int, **options: Any) -> None:
        known = what_is_known()
        threads = read(path, known)
        done = import_threads(actor=None, threads=threads, known=known)
        if verbosity:
            text = f"{done.threads} threads and {done.posts} posts imported"
            self.stdout.write(text + (f", {done.known} threads were there already" if done.known else ""))
