from .snapshot import CoverageSnapshot

__all__ = ["CoverageSnapshot"]
