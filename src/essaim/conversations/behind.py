"""What is written is unread to those who follow it, soon after."""

from essaim.journal import api as journal

from .actions.unread import fall_behind
from .events import PostPublished


def leave_unread(entry_id: int, event: PostPublished) -> None:
    """In the worker: a reply costs the same whether five follow its thread or five thousand."""
    fall_behind(thread_ids=[event.thread_id])


def register() -> None:
    journal.consumes(PostPublished)(leave_unread)
