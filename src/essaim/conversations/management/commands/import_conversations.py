from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.conversations.actions.imports import import_threads
from essaim.conversations.importing import read, what_is_known
from essaim.people.management import terminal


class Command(BaseCommand):
    help = "Reads threads from a YAML file, or from every YAML file of a folder (docs/content-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .yaml file or a folder of them")

    def handle(self, *, path: Path, verbosity: int, **options: Any) -> None:
        with translation.override(terminal.language()):
            known = what_is_known()
            done = import_threads(actor=None, threads=read(path, known), known=known)
            if verbosity:
                told = _("fils importés : %(threads)d, messages : %(posts)d, fils qui y étaient déjà : %(known)d")
                self.stdout.write(told % {"threads": done.threads, "posts": done.posts, "known": done.known})
