from .launch import Launch
from .reckoning import Counted, Reckoning
from .snapshot import CoverageSnapshot
from .team import TeamFigures

__all__ = ["Counted", "CoverageSnapshot", "Launch", "Reckoning", "TeamFigures"]
