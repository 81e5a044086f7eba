import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from essaim.config import processes, static
from essaim.kernel.errors import Refused
from essaim.people.demo import PERSONAS


class Command(BaseCommand):
    help = "Makes the demo organisation, a fictional company of 240 people, and serves it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=processes.default_port())
        parser.add_argument("--prepare", action="store_true", help="make everything, serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        from essaim.config.demo import load

        began = time.monotonic()
        if not options["prepare"] and not processes.port_is_free("127.0.0.1", options["port"]):
            raise Refused(
                f"port {options['port']} is taken (is the demo running already?): stop it, or choose another with PORT=8001"
            )
        self.say("database")
        call_command("migrate", verbosity=0)
        static.collect(self.say)
        if not load.is_loaded():
            load.load(self.say)
        connection.close()
        self.say(f"ready in {time.monotonic() - began:.0f} s")
        if options["prepare"]:
            return
        self.stdout.write(f"\n  Essaim   {settings.BASE_URL}/\n")
        for persona in PERSONAS:
            self.stdout.write(f"  {persona.email:34}{persona.about}")
        self.stdout.write("  One click on the sign-in page enters as any of them. Mails: /notifications/mails/\n")
        self.stdout.flush()
        processes.serve(host="127.0.0.1", port=options["port"], web_processes=2, with_worker=True, say=lambda line: None)

    def say(self, step: str) -> None:
        self.stdout.write(f"· {step}")
        self.stdout.flush()
