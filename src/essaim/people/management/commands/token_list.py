import argparse
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel import clock
from essaim.people.models import Token


class Command(BaseCommand):
    help = "Lists tokens: id, state, first letters, scopes, day of expiry, last day of use, member, name."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", nargs="?", default="", help="those of one member")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        tokens = Token.objects.select_related("member", "use").order_by("pk")
        if email:
            tokens = tokens.filter(member__email=email.strip().lower())
        now = clock.now()
        for token in tokens:
            use = getattr(token, "use", None)
            facts = [
                str(token.pk), token.state(now), f"{token.hint}…", ",".join(token.scopes), f"{token.expires_at:%Y-%m-%d}",
                f"{use.last_used_on:%Y-%m-%d}" if use else "never", token.member.email or token.member.name, token.name,
            ]  # fmt: skip
            self.stdout.write("\t".join(facts))
