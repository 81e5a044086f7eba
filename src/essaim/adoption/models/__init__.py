from .launch import Launch
from .snapshot import CoverageSnapshot
from .team import TeamFigures

__all__ = ["CoverageSnapshot", "Launch", "TeamFigures"]
