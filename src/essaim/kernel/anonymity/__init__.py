"""Figures about people that do not give anybody away: no group under five, differences between figures included.

``rounding`` protects one figure, ``partition`` chooses which groups may stand beside each other, ``table`` makes the figures
of a whole page from both. Pure functions; what they promise, and what they do not, is in docs/anonymity.md.
"""

from .partition import Cell, Partition, partition
from .rounding import THRESHOLD, combine, protected, rounded
from .succession import Kept, cell, inherited, place_of, succeed
from .table import Figure, Row, figure, table

__all__ = [
    "THRESHOLD",
    "Cell",
    "Figure",
    "Kept",
    "Partition",
    "Row",
    "cell",
    "combine",
    "figure",
    "inherited",
    "partition",
    "place_of",
    "protected",
    "rounded",
    "succeed",
    "table",
]
