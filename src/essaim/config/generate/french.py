"""French sentences by the thousand. They mean little, but their words are as common and as rare as those of an office."""

import random

from .chance import Zipf
from .words import WORDS


def names(count: int, chance: random.Random) -> list[str]:
    """``count`` made-up names of customers and products, each of two to four syllables and different from the others."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(WORDS["syllables"], k=chance.choice((2, 3, 3, 4)))).capitalize()] = None
    return list(found)


class Writer:
    """Writes posts and titles, from sentences made once: some said often, most seldom.

    Parameters:
        chance: where the choices come from.
        pool: how many sentences are made.
    """

    def __init__(self, chance: random.Random, pool: int = 20_000):
        self.chance = chance
        self.names = names(max(pool // 4, 10), chance)
        self.rare = Zipf(len(self.names))
        self.pool = [self._sentence() for _ in range(pool)]
        self.common = Zipf(pool, exponent=0.6)

    def _sentence(self) -> str:
        pick = self.chance.choice
        parts = [pick(WORDS["begin"]), pick(WORDS["who"]), pick(WORDS["does"]), pick(WORDS["what"]), pick(WORDS["how"])]
        if self.chance.random() < 0.4:
            parts[-1:] = [pick(WORDS["how"]) + ",", "et", pick(WORDS["who"]), pick(WORDS["does"]), pick(WORDS["what"])]
        if self.chance.random() < 0.3:
            parts += ["pour", self.names[self.rare.draw(self.chance)]]
        return " ".join(parts) + "."

    def title(self) -> str:
        who, does, what, how = (self.chance.choice(WORDS[part]) for part in ("who", "does", "what", "how"))
        return f"{who.capitalize()} {does} {what} {how} : que faire ?"[:160]

    def post(self) -> str:
        """One to five sentences, two in the middle."""
        count = self.chance.choices((1, 2, 3, 4, 5), (28, 34, 22, 11, 5))[0]
        return " ".join(self.pool[self.common.draw(self.chance)] for _ in range(count))
