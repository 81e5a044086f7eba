"""Learning's face to the packages above it."""

from .actions.completions import complete
from .facts import ProgressFact, SequenceTitle, audiences_with_sequences, lessons_by_sequence, progress_facts, sequence_titles
from .suggestions import SUGGESTIONS, suggestions_for

__all__ = [
    "SUGGESTIONS",
    "ProgressFact",
    "SequenceTitle",
    "audiences_with_sequences",
    "complete",
    "lessons_by_sequence",
    "progress_facts",
    "sequence_titles",
    "suggestions_for",
]
