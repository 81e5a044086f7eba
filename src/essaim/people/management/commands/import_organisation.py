import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.organisation import yaml_file
from essaim.people.actions.organisation_file import import_organisation
from essaim.people.management import terminal


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Reads the organisation from a YAML file: its name and e-mail domains, job families, sites, themes, objectives and "
        "audiences. What the file does not name stays; running it again changes only what differs."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="for instance demo/organisation.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal.language()):
            done = import_organisation(actor=None, source=yaml_file.read(options["file"]))
            if options["verbosity"]:
                self.stdout.write(
                    _("éléments créés : %(created)d, modifiés : %(changed)d, inchangés : %(left)d")
                    % {"created": done["created"], "changed": done["changed"], "left": done["left"]}
                )
