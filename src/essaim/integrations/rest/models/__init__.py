from .kept import KeptAnswer

__all__ = ["KeptAnswer"]
