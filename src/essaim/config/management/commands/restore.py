import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.backup import configuration, restore, restoring, seal
from essaim.kernel.errors import Refused
from essaim.notifications import api as notifications
from essaim.people import api as people


class Command(BaseCommand):
    help = "Fills an empty instance from a backup of this or an older version."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", help="the secret key of an encrypted backup (else ESSAIM_BACKUP_KEY)")
        parser.add_argument("--check", action="store_true", help="only read the whole backup and say whether it is whole")
        parser.add_argument(
            "--without-mails", action="store_true", help="drop the mails that waited: for a copy, or an old backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key = seal.read_key(options["key_file"])
        if options["check"]:
            about = restore.check(path=options["file"], key=key)
            self.stdout.write(f"whole: made at {about['made_at']} by Essaim {about['essaim']}")
            return
        try:
            about = restore.restore(path=options["file"], key=key, say=lambda line: self.stdout.write(f"· {line}"))
        except BaseException as error:
            if not restoring.half_restored():
                raise
            raise Refused(
                f"the restore was interrupted ({error or type(error).__name__}): this instance is incomplete and will not start;"
                " run the same command again"
            ) from error
        if options["without_mails"]:
            self.stdout.write(f"· {notifications.drop_waiting_mails()} waiting notifications will not be mailed")
            self.stdout.write(f"· {people.drop_waiting_mails()} invitations and other mails will not leave")
        self.stdout.write("restored. Set the same ESSAIM_SECRET_KEY as before, else everybody signs in again.")
        for line in configuration.to_set_again(about["settings"]):
            self.stdout.write(f"  {line}")
