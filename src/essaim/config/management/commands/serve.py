import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.config import processes


class Command(BaseCommand):
    help = "Serves the site, and runs the worker beside it unless told not to."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen at (127.0.0.1: this machine alone; behind a proxy, leave it)"
        )
        parser.add_argument("--port", type=int, default=processes.default_port(), help="port to listen at (PORT, else 8000)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (2)")
        parser.add_argument("--no-worker", action="store_true", help="do not run the jobs here: bin/essaim worker does")

    def handle(self, *args: Any, **options: Any) -> None:
        processes.serve(
            host=options["host"],
            port=options["port"],
            web_processes=options["workers"],
            with_worker=not options["no_worker"],
            say=self.stdout.write,
        )
