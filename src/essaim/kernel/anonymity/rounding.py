"""Random rounding that is the same for the same people, after the cell-key method.

B. Fraser and J. Wooton, *A proposed method for confidentialising tabular output to protect against differencing*, Joint
UNECE/Eurostat work session on statistical data confidentiality, Geneva 2005. Every person keeps a random number; those of
the people in a cell are added up to a key of the cell, and the key decides how the cell is changed. Asking again gives the
same answer, so nothing averages out; a set that differs by one person has an unrelated key, so the difference of two
figures says little about that person.
"""

import hashlib
from collections.abc import Iterable

# Groups under this number of people are never shown, and figures are multiples of it.
THRESHOLD = 5
_MODULUS = 2**53


def combine(keys: Iterable[int]) -> int:
    """The key of a set of people from their own keys; sums of parts may be combined again."""
    return sum(keys) % _MODULUS


def rounded(count: int, key: int, subject: str = "") -> int:
    """``count`` rounded up or down to a multiple of five, right on average.

    Parameters:
        key: the key of the people among whom it was counted (``combine``).
        subject: what was counted; two subjects are rounded independently.

    The figure never strays by five: somebody who sees ``v`` knows that the count is between ``v - 4`` and ``v + 4``. It
    grows with the count, so nested counts (finished among begun) stay nested.
    """
    seed = hashlib.blake2b(f"{key % _MODULUS}:{subject}".encode(), digest_size=8).digest()
    return THRESHOLD * ((count + int.from_bytes(seed) % THRESHOLD) // THRESHOLD)


def protected(count: int, key: int, subject: str = "") -> int:
    """The same where the set itself is the secret (whoever is in it stated something): 0 for every count under five.

    A rule can be written so that only one person can satisfy it; "about five" would then be an answer.
    """
    return rounded(count, key, subject) if count >= THRESHOLD else 0
