"""What is not in the set: other names, addresses, dates, margins, and the lines of ours above which one answers.

The programs are those of the set; what varies is what a pattern may have learned by heart. The seed is fixed, the mails are
made while the test runs and nobody looked at them when the patterns were written.
"""

import dataclasses
import random
from collections import defaultdict
from datetime import datetime, timedelta

from essaim.kernel.replies import parse, read_reply

from .corpus import letters
from .letters import Letter

NAMES = [
    "Jean-Baptiste Le Goff", "Maëlys d'Hérouville", "Nguyễn Thị Lan", "Anne de La Tour", "O'Connor Siobhán", "Éloïse Œuvrard",
    "Mohamed El Amrani", "Zoé K", "Ana Sofia Gonçalves Pereira", "DUPONT Marie",
]  # fmt: skip
SENDERS = [
    "Essaim", "Maison Brindel & Fils", "Essaim (Direction régionale Grand Est et Bourgogne-Franche-Comté)", "Le Réseau : apprendre ensemble",
    "« Essaim »",
]  # fmt: skip
TIMES = 12


def _varied(letter: Letter, chance: random.Random) -> Letter:
    name, old = chance.choice(NAMES), letter.name.split()
    new = name.split()

    def renamed(text: str) -> str:
        return text.replace(letter.name, name).replace(old[0], new[0])

    at = datetime(2019, 1, 1, 0, 0, 7) + timedelta(minutes=chance.randrange(9 * 365 * 24 * 60))
    return dataclasses.replace(
        letter,
        name=name,
        address=f"p{chance.randrange(10**6)}@{chance.choice(['brindel.example', 'mairie-saint-benoit.example', 'x.example'])}",
        under=tuple(renamed(text) for text in letter.under),
        at=at,
        sender=chance.choice(SENDERS),
        sender_address=f"reply+{chance.getrandbits(90):x}@{chance.choice(['r.example', 'reponses.essaim.maison-brindel.example'])}",
        subject=chance.choice(["Question", "De : la boutique, à : l'atelier", "Samia vous nomme dans « Le 3 juin : tiroirs »"]),
        width=chance.choice([66, 70, 72, 74, 76, 78]),
    )


def test_other_names_dates_and_margins() -> None:
    chance = random.Random(20250603)
    missed: dict[str, list[str]] = defaultdict(list)
    made = 0
    for program, name, letter, send in letters():
        for _time in range(TIMES):
            varied = _varied(letter, chance)
            made += 1
            if read_reply(parse(send(varied))).text != varied.expected:
                missed[f"{program} {name}"].append(f"{varied.name}, {varied.at}, {varied.width}")
    assert made > 1000
    # Two in a hundred would be a pattern that knows one name or one date.
    wrong = sum(map(len, missed.values()))
    assert wrong <= made * 0.01, dict(missed)
