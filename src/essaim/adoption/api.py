"""Adoption's face to the packages above it."""

from .launch import reminder

__all__ = ["reminder"]
