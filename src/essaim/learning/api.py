"""Learning's face to the packages above it."""

from .facts import ProgressFact, SequenceTitle, progress_facts, sequence_titles
from .suggestions import suggestions_for

__all__ = ["ProgressFact", "SequenceTitle", "progress_facts", "sequence_titles", "suggestions_for"]
