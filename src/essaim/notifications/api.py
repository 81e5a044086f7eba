"""The notifications' face to the packages above: what kinds there are, and telling somebody something.

Telling a few: ``notify``, in the domain's consumer of the journal. Telling a crowd (the followers of a thread, an audience):

    def followers(entry_id, subject_id):                       # None: nothing to tell any more
        return Crowd(Telling(kind=…, entry_id=entry_id, topic="thread:12", …), recipients_after)

    crowds.add("conversations.followers", followers)           # in AppConfig.ready
    tell_crowd(crowd="conversations.followers", entry_id=entry_id, subject_id=event.subject_id)      # in the consumer

``recipients_after(last_id, limit)`` gives the ids of the next members in ascending order; it is a SELECT that the worker asks
batch by batch. Whoever is told of the same entry and topic by ``notify`` as well (they were answered, they were named) hears of
it once, as the stronger kind, whichever comes first.
"""

from .actions.crowd import tell_crowd
from .actions.mail import drop_waiting_mails
from .actions.notify import notify, retract, reword
from .actions.read import mark_answered, mark_page_read
from .bar import looking_at
from .crowds import Crowd, crowds
from .digests import sources as digest_sources
from .inbound.copies import Copy, copy_of
from .inbound.targets import IncomingFile, ReplyTarget, reply_targets
from .inbound.targets import register as register_reply_target
from .kinds import Kind, kinds, register
from .queries import mails_waiting
from .sights import Pair, sights
from .telling import Gathered, Telling

__all__ = [
    "Copy",
    "Crowd",
    "Gathered",
    "IncomingFile",
    "Kind",
    "Pair",
    "ReplyTarget",
    "Telling",
    "copy_of",
    "crowds",
    "digest_sources",
    "drop_waiting_mails",
    "kinds",
    "looking_at",
    "mails_waiting",
    "mark_answered",
    "mark_page_read",
    "notify",
    "register",
    "register_reply_target",
    "reply_targets",
    "retract",
    "reword",
    "sights",
    "tell_crowd",
]
