import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people.actions.tokens import create_token
from essaim.people.models import Scope
from essaim.people.queries import load_member, member_called


class Command(BaseCommand):
    help = "Makes a token by which a program acts for a member, and prints its secret, once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("who", metavar="EMAIL", help="an e-mail address, or an employee number")
        parser.add_argument("--name", default="bin/essaim", help="the program it is for")
        parser.add_argument("--scopes", default="read", help=f"comma-separated: {', '.join(Scope.values)} (default: read)")
        parser.add_argument("--days", type=int, default=90, help="days that it works, 366 at most (default: 90)")

    def handle(self, *args: Any, who: str, name: str, scopes: str, days: int, **options: Any) -> None:
        found = member_called(who)
        member = load_member(found.pk) if found else None
        if member is None:
            raise Refused(f"nobody has the address or the employee number {who}", code="unknown-member")
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        lifetime = timedelta(days=max(min(days, 100_000), -1))
        _token, secret = create_token(
            actor=None,
            member=member,
            name=name[:80],
            scopes=wanted,
            lifetime=lifetime,
            key=new_key(),
            # Whoever is on the server needs no token to be anybody.
            second_step=True,
        )
        self.stdout.write(secret)
