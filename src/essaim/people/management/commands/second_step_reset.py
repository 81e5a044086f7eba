import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.people.actions.second_step import reset_second_step
from essaim.people.models import Member


class Command(BaseCommand):
    help = "Takes passkeys and second step away from a member who lost them, and signs their browsers out."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        member = Member.objects.filter(email=email.strip().lower()).first()
        if member is None:
            raise Refused(f"nobody has the address {email}", code="unknown-address")
        reset_second_step(actor=None, member=member)
        self.stdout.write(f"{member.name} comes in without a second step, and may choose one anew")
