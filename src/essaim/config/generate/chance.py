"""Chance that is the same every time, and skewed as people are: few do much, many do little."""

import random
from bisect import bisect
from itertools import accumulate, cycle


class Zipf:
    """Draws from 0 to ``size`` - 1, the lower the likelier: the weight of n is 1 / (n + shift) ** exponent.

    ``shift`` keeps the first ones from doing everything: with 10, the first of 50,000 writes about 1 % of all posts.
    """

    def __init__(self, size: int, exponent: float = 1.0, shift: float = 10.0):
        self.cumulated = list(accumulate(1 / (n + shift) ** exponent for n in range(size)))
        self.total = self.cumulated[-1]

    def draw(self, chance: random.Random) -> int:
        return bisect(self.cumulated, chance.random() * self.total)


def sizes(count: int, total: int, chance: random.Random, most: int) -> list[int]:
    """``count`` sizes of at least 1 whose sum is ``total``, the largest ``most``; the others are skewed.

    Raises ValueError where that cannot be.
    """
    if not count <= total <= count * most or most > total - count + 1:
        raise ValueError(f"{total} cannot be shared among {count} with one of {most}")
    weights = [chance.paretovariate(1.6) for _ in range(count - 1)]
    left = total - most - (count - 1)
    scale = left / sum(weights) if weights else 0
    found = [min(1 + int(weight * scale), most) for weight in weights]
    rest, order = total - most - sum(found), cycle(range(len(found)))
    while rest > 0:
        n = next(order)
        if found[n] < most:
            found[n] += 1
            rest -= 1
    return [most, *found]
