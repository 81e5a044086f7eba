"""The face of conversations to the packages above them."""

from .actions.joint import publish_jointly, take_back_joint
from .actions.posts import publish_post
from .actions.threads import start_thread
from .queries import anchor_for, opening_of, thread_about, words_of_opening
from .suggestions import suggestions, suggestions_for
from .unanswered import UnansweredQuestion, unanswered_count, unanswered_questions

__all__ = [
    "UnansweredQuestion",
    "anchor_for",
    "opening_of",
    "publish_jointly",
    "publish_post",
    "start_thread",
    "suggestions",
    "suggestions_for",
    "take_back_joint",
    "thread_about",
    "unanswered_count",
    "unanswered_questions",
    "words_of_opening",
]
