"""What happens in conversations. Texts are not in the journal: an erased post must be gone everywhere."""

import dataclasses

from essaim.journal.api import Event, event

# What anchors an introduction is the member who introduces themselves.
INTRODUCED = ("anchor_id", "anchor_type", "introduction")


@event("conversations.thread-started", subject="thread", shared=True, members=("mentioned", INTRODUCED))
@dataclasses.dataclass(frozen=True, kw_only=True)
class ThreadStarted(Event):
    """Somebody asked a question or opened a discussion. Its text is post ``post_id``, ``mentioned`` are those it names."""

    post_id: int
    kind: str
    anchor_type: str = ""
    anchor_id: int | None = None
    mentioned: list[int] = dataclasses.field(default_factory=list)
    # The teams and audiences that it calls, as "team:3": who is in them is looked up when they are told.
    groups: list[str] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "ThreadStarted":
        return cls(actor_id=1, subject_id=2, post_id=3, kind="question", anchor_type="lesson", anchor_id=4)


@event("conversations.post-published", subject="post", shared=True, members=("mentioned", INTRODUCED))
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """Somebody wrote in a thread that others, or the anchor's own page, had opened."""

    thread_id: int
    anchor_type: str = ""
    anchor_id: int | None = None
    mentioned: list[int] = dataclasses.field(default_factory=list)
    # The teams and audiences that it calls, as "team:3": who is in them is looked up when they are told.
    groups: list[str] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "PostPublished":
        return cls(actor_id=1, subject_id=3, thread_id=2, mentioned=[5])


@event("conversations.post-edited", subject="post", shared=True, members=("mentioned",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostEdited(Event):
    """``mentioned``: the members whom only the new text names."""

    thread_id: int
    mentioned: list[int] = dataclasses.field(default_factory=list)
    # The teams and audiences that it calls, as "team:3": who is in them is looked up when they are told.
    groups: list[str] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "PostEdited":
        return cls(actor_id=1, subject_id=3, thread_id=2, mentioned=[5])


@event("conversations.post-deleted", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostDeleted(Event):
    thread_id: int

    @classmethod
    def sample(cls) -> "PostDeleted":
        return cls(actor_id=1, subject_id=3, thread_id=2)


@event("conversations.post-restored", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostRestored(Event):
    thread_id: int

    @classmethod
    def sample(cls) -> "PostRestored":
        return cls(actor_id=1, subject_id=3, thread_id=2)


@event("conversations.answer-accepted", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Event):
    thread_id: int

    @classmethod
    def sample(cls) -> "AnswerAccepted":
        return cls(actor_id=1, subject_id=3, thread_id=2)


@event("conversations.answer-withdrawn", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswerWithdrawn(Event):
    thread_id: int

    @classmethod
    def sample(cls) -> "AnswerWithdrawn":
        return cls(actor_id=1, subject_id=3, thread_id=2)


@event("conversations.theme-arranged", subject="theme", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class ThemeArranged(Event):
    """A facilitator made or changed a theme, its place, or where its threads are."""

    @classmethod
    def sample(cls) -> "ThemeArranged":
        return cls(actor_id=1, subject_id=4)


@event("conversations.moderated", subject="thread", members=("authors",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class Moderated(Event):
    """A facilitator did something to somebody's words (models.moderation). ``reports`` are those that it closed, ``authors`` the
    others whose posts went with it."""

    act_id: int
    kind: str
    post_id: int | None = None
    reports: list[int] = dataclasses.field(default_factory=list)
    authors: list[int] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "Moderated":
        return cls(actor_id=1, subject_id=2, act_id=4, kind="hide-post", post_id=3, reports=[6])


@event("conversations.post-reported", subject="post")
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostReported(Event):
    report_id: int

    @classmethod
    def sample(cls) -> "PostReported":
        return cls(actor_id=1, subject_id=3, report_id=6)


@event("conversations.reports-dismissed", subject="post")
@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportsDismissed(Event):
    """A facilitator looked at what was reported, and left it as it is."""

    reports: list[int] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "ReportsDismissed":
        return cls(actor_id=1, subject_id=3, reports=[6])


@event("conversations.threads-imported", subject="thread", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class ThreadsImported(Event):
    """Conversations came from files; ``subject_id`` is the first of them. Nobody is notified of what was said long ago."""

    threads: int
    posts: int

    @classmethod
    def sample(cls) -> "ThreadsImported":
        return cls(actor_id=None, subject_id=2, threads=30, posts=180)


@event("conversations.post-reacted", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class PostReacted(Event):
    """Somebody said something of a post without writing: ``thanks``, ``useful``, ``learnt``, ``tried`` or ``disagree``."""

    thread_id: int
    meaning: str

    @classmethod
    def sample(cls) -> "PostReacted":
        return cls(actor_id=1, subject_id=3, thread_id=2, meaning="thanks")


@event("conversations.reaction-withdrawn", subject="post", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class ReactionWithdrawn(Event):
    thread_id: int
    meaning: str

    @classmethod
    def sample(cls) -> "ReactionWithdrawn":
        return cls(actor_id=1, subject_id=3, thread_id=2, meaning="thanks")
