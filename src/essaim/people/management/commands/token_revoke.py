import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel.errors import Refused
from essaim.people.actions.tokens import revoke_token
from essaim.people.models import Token


class Command(BaseCommand):
    help = "Ends a token at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", type=int, help="its number in  bin/essaim token list")

    def handle(self, *args: Any, id: int, **options: Any) -> None:
        token = Token.objects.filter(pk=id).first() if 0 < id < 2**63 else None
        if token is None:
            raise Refused(f"there is no token {id}: see  bin/essaim token list", code="unknown-token")
        self.stdout.write("revoked" if revoke_token(actor=None, token=token) else "it was revoked before")
