import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.people.actions.sign_in import make_link
from essaim.people.mails import absolute_reverse
from essaim.people.queries import member_called


class Command(BaseCommand):
    help = "Prints an address that signs a member in once, within twenty minutes; whether they have an e-mail address or not."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("who", metavar="EMAIL", help="an e-mail address, or an employee number")

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        member = member_called(who)
        if member is None:
            raise Refused(f"nobody has the address or the employee number {who}", code="unknown-member")
        if not member.is_active:
            raise Refused(f"the account of {who} is closed", code="account-closed")
        self.stdout.write(absolute_reverse("account_link", make_link(member=member, printed=True)))
