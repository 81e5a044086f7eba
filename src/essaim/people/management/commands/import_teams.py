import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.organisation import yaml_file
from essaim.people.actions.team_file import import_teams
from essaim.people.management import terminal
from essaim.people.team_file import parse


class Command(BaseCommand):
    help = (
        "Reads team pages, their dates and who may be asked about what from a YAML file (docs/content-format.md). What people "
        "wrote themselves stays; running it again adds what is new."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="for instance demo/teams.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal.language()):
            teams, topics = parse(yaml_file.read(options["file"]))
            done = import_teams(teams=teams, topics=topics)
            if options["verbosity"]:
                self.stdout.write(
                    _("ajoutés : pages %(pages)d, dates %(dates)d, personnes avec leurs sujets %(topics)d")
                    % {"pages": done["pages"], "dates": done["dates"], "topics": done["topics"]}
                )
