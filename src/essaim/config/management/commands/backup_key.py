import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.backup import seal
from essaim.kernel.errors import Refused


class Command(BaseCommand):
    help = "Makes a pair of keys for encrypted backups: the secret one in FILE, the public one on the screen."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        secret, public = seal.new_key()
        try:
            with open(options["file"], "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(secret)
        except FileExistsError:
            raise Refused(f"{options['file']} is already there: a key is never replaced") from None
        except OSError as error:
            raise Refused(
                f"{options['file']} cannot be written: {error.strerror}; choose a place where you may write"
            ) from None
        self.stdout.write(f"ESSAIM_BACKUP_KEY={public}")
        self.stdout.write(
            f"Keep {options['file']} away from this machine: without it no backup can be opened, with it all can."
        )
