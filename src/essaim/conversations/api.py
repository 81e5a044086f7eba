"""The face of conversations to the packages above them."""

from .queries import UnansweredQuestion, unanswered_count, unanswered_questions
from .suggestions import suggestions_for

__all__ = ["UnansweredQuestion", "suggestions_for", "unanswered_count", "unanswered_questions"]
