import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.announcements.actions.imports import import_announcements
from essaim.announcements.importing import parse
from essaim.organisation import yaml_file
from essaim.people.management import terminal


class Command(BaseCommand):
    help = (
        "Reads announcements from a YAML file (docs/content-format.md). Nobody is notified; running it again adds what is new."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="for instance demo/announcements.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal.language()):
            done = import_announcements(actor=None, announcements=parse(yaml_file.read(options["file"])))
            if options["verbosity"]:
                self.stdout.write(
                    _("annonces ajoutées : %(created)d, déjà là : %(left)d")
                    % {"created": done["created"], "left": done["left"]}
                )
