import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config.backup import make, seal
from essaim.kernel.errors import Refused


class Command(BaseCommand):
    help = "Writes database, uploaded files and settings (no secrets) to one file, while the site is served."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, or a folder: the name is then the moment")
        parser.add_argument("--key-file", help="encrypt for the keys in this file (else ESSAIM_BACKUP_KEY, else not at all)")
        parser.add_argument("--keep", type=int, metavar="N", help="in a folder: afterwards keep the N newest backups only")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["file"]
        keep = options["keep"]
        if keep is not None and (keep < 1 or not folder.is_dir()):
            raise Refused("--keep wants a number from 1, and a folder for FILE")
        made = make.make(path=folder, key=seal.read_key(options["key_file"]), say=lambda line: self.stdout.write(f"· {line}"))
        how = "encrypted" if made.encrypted else "not encrypted: whoever has the file can read everything"
        self.stdout.write(f"{made.path}: {made.size / 2**20:.1f} MiB in {made.seconds:.1f} s, {how}")
        for gone in make.forget_older(folder, keep) if keep else []:
            self.stdout.write(f"· removed {gone.name}")
