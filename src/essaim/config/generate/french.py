"""French posts by the million: sentences of the demo's lessons and threads, their words exchanged for others of them.

They mean little, but their words are as common and as rare as those of an office, with names that only some threads know.
"""

import random
import re
from collections import Counter
from pathlib import Path

from .chance import Zipf
from .words import WORDS

# A sentence as it stands in our files: no markup, no question of a quiz.
_SENTENCE = re.compile(r"[A-ZÀ-Ý][^.?!:*_\[\]{}<>|\"\n]{30,180}[.?]")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_EXCHANGED, _NAMED = 0.4, 0.05


def names(count: int, chance: random.Random) -> list[str]:
    """``count`` made-up names of customers and products, each of two to four syllables and different from the others."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(WORDS["syllables"], k=chance.choice((2, 3, 3, 4)))).capitalize()] = None
    return list(found)


class Writer:
    """Writes posts and titles from sentences that are made once: some said often, most seldom.

    Parameters:
        folders: where the texts are from which sentences are taken.
        chance: where the choices come from.
        pool: how many sentences are made.
    """

    def __init__(self, folders: list[Path], chance: random.Random, pool: int = 20_000):
        self.chance = chance
        files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".md", ".yaml"))
        sentences = [sentence for path in files for sentence in _SENTENCE.findall(path.read_text())]
        words = Counter(word.lower() for sentence in sentences for word in _LONG_WORD.findall(sentence))
        self.words = [word for word, _count in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
        self.word = Zipf(len(self.words), exponent=0.7)
        self.names = names(max(pool // 4, 10), chance)
        self.name = Zipf(len(self.names), exponent=0.8)
        self.pool = [_LONG_WORD.sub(self._other, chance.choice(sentences)) for _ in range(pool)]
        self.sentence = Zipf(pool, exponent=0.5)

    def _other(self, match: re.Match[str]) -> str:
        drawn = self.chance.random()
        if drawn < _NAMED:
            return self.names[self.name.draw(self.chance)]
        return self.words[self.word.draw(self.chance)] if drawn < _EXCHANGED else match.group()

    def title(self) -> str:
        sentence = self.pool[self.sentence.draw(self.chance)]
        return f"{self.chance.choice(WORDS['titles'])} {sentence[0].lower()}{sentence[1:70].rpartition(' ')[0]}"[:160]

    def post(self) -> str:
        """One to five sentences, two in the middle."""
        count = self.chance.choices((1, 2, 3, 4, 5), (28, 34, 22, 11, 5))[0]
        return " ".join(self.pool[self.sentence.draw(self.chance)] for _ in range(count))
