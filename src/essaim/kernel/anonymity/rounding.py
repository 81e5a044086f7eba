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


def _offset(key: int, subject: str) -> int:
    seed = hashlib.blake2b(f"{key % _MODULUS}:{subject}".encode(), digest_size=8).digest()
    return int.from_bytes(seed) % THRESHOLD


def rounded(count: int, key: int, subject: str = "") -> int:
    """``count`` rounded up or down to a multiple of five, right on average.

    Parameters:
        key: the key of the people among whom it was counted (``combine``), whatever each of them did: a key of those who
            did it would give away, by the figure staying exactly the same, that somebody did not.
        subject: what was counted; two subjects are rounded independently.

    The figure never strays by five: somebody who sees ``v`` knows that the count is between ``v - 4`` and ``v + 4``. It
    grows with the count, so nested counts (finished among begun) stay nested.
    """
    return THRESHOLD * ((count + _offset(key, subject)) // THRESHOLD)


def protected(count: int, among: int, key: int, subject: str = "") -> int:
    """A multiple of five that ``count`` surely reaches, for counts of a secret; 0 says nothing but that there are few.

    Where one asks as often as one likes, with rules as one likes, a figure of "about five" for a single person would be an
    answer. So there is none under five, none at five that is not also found up to thirteen, and none that would say it of
    nearly all of those it could be true of.

    Parameters:
        count: how many of ``among`` people the secret is true of.
        key: the key of those people and of the question (see ``rounded``).
    """
    most = max(among - THRESHOLD + 1, 0) // THRESHOLD * THRESHOLD
    return min(max(count - _offset(key, subject), 0) // THRESHOLD * THRESHOLD, most)
