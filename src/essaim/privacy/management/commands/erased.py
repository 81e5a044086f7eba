"""``bin/essaim manage erased``: the numbers of those who were erased, for the day an older backup is put back."""

from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essaim.privacy.actions.erase import erase_again
from essaim.privacy.queries import erased

# What becomes of their texts, behind the number. Lists of earlier versions have the number alone.
_CHOICES = {"keeps-texts": True, "removes-texts": False}


class Command(BaseCommand):
    help = "Lists the numbers of erased members, each with its choice about texts; with --again FILE, erases those in FILE once more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", metavar="FILE", type=FileType(), help="a list that this command wrote before")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"] is None:
            words = {keeps: word for word, keeps in _CHOICES.items()}
            for one in erased(limit=None):
                self.stdout.write(f"{one.member_id} {words[one.keeps_texts]}\n", ending="")
            return
        choices = dict(_read(line) for line in options["again"] if line.strip())
        again = erase_again(choices=choices)
        self.stdout.write(f"{again} erased again, {len(choices) - again} were not there\n", ending="")


def _read(line: str) -> tuple[int, bool | None]:
    """A member's number, and whether their texts stay; None where the list does not say."""
    number, *choice = line.split()
    if not number.isdecimal() or len(choice) > 1 or not set(choice) <= set(_CHOICES):
        raise CommandError(
            f"not a line of such a list: {line.strip()!r}. Nothing was erased; give a list that  bin/essaim manage erased  wrote."
        )
    return int(number), _CHOICES[choice[0]] if choice else None
