import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.people.actions.sign_in import make_link
from essaim.people.mails import absolute_reverse
from essaim.people.models import Member


class Command(BaseCommand):
    help = "Prints an address that signs a member in once, within twenty minutes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        member = Member.objects.filter(email=email.strip().lower()).first()
        if member is None:
            raise Refused(f"nobody has the address {email}", code="unknown-address")
        if not member.is_active:
            raise Refused(f"the account of {email} is closed", code="account-closed")
        self.stdout.write(absolute_reverse("account_link", make_link(member=member)))
