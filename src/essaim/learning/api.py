"""Learning's face to the packages above it."""

from .actions.completions import complete
from .facts import ProgressFact, SequenceTitle, lessons_by_sequence, progress_facts, sequence_titles
from .suggestions import suggestions_for

__all__ = ["ProgressFact", "SequenceTitle",
    "complete",
    "lessons_by_sequence", "progress_facts", "sequence_titles", "suggestions_for"]
