from .launch import Launch
from .snapshot import CoverageSnapshot

__all__ = ["CoverageSnapshot", "Launch"]
