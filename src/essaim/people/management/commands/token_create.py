import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people.actions.tokens import create_token
from essaim.people.models import Member, Scope
from essaim.people.queries import load_member


class Command(BaseCommand):
    help = "Makes a token by which a program acts for a member, and prints its secret, once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="bin/essaim", help="the program it is for")
        parser.add_argument("--scopes", default="read", help=f"comma-separated: {', '.join(Scope.values)} (default: read)")
        parser.add_argument("--days", type=int, default=90, help="days that it works, 366 at most (default: 90)")

    def handle(self, *args: Any, email: str, name: str, scopes: str, days: int, **options: Any) -> None:
        found = Member.objects.filter(email=email.strip().lower()).only("pk").first()
        member = load_member(found.pk) if found else None
        if member is None:
            raise Refused(f"nobody has the address {email}", code="unknown-address")
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        lifetime = timedelta(days=max(min(days, 100_000), -1))
        _token, secret = create_token(
            actor=None, member=member, name=name[:80], scopes=wanted, lifetime=lifetime, key=new_key()
        )
        self.stdout.write(secret)
