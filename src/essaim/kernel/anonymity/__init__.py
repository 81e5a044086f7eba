"""Figures about people that do not give anybody away: no group under five, differences between figures included.

``rounding`` protects one figure, ``partition`` chooses which groups may stand beside each other, ``table`` makes the figures
of a whole page from both. Pure functions; what they promise, and what they do not, is in docs/anonymity.md.
"""

from .partition import Cell, Partition, partition
from .rounding import THRESHOLD, combine, protected, rounded
from .table import Figure, Row, figure, table

__all__ = ["THRESHOLD", "Cell", "Figure", "Partition", "Row", "combine", "figure", "partition", "protected", "rounded", "table"]
