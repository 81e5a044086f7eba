"""The face of privacy to the packages that hold something about members."""

from .actions.archives import LIFETIME as ARCHIVE_LIFETIME
from .events import ArchiveReady, ErasureAsked
from .file_texts import look_into
from .holdings import (
    Basis,
    ByHand,
    FreeText,
    Holding,
    Leaver,
    Part,
    Reader,
    by_hand,
    file_kinds,
    impersonal,
    objections,
    register,
    register_texts,
)
from .periods import Period
from .queries import erasure_member
from .traces import Traces, neutral, neutral_name

__all__ = [
    "ARCHIVE_LIFETIME",
    "ArchiveReady",
    "Basis",
    "ByHand",
    "ErasureAsked",
    "FreeText",
    "Holding",
    "Leaver",
    "Part",
    "Period",
    "Reader",
    "Traces",
    "by_hand",
    "erasure_member",
    "file_kinds",
    "impersonal",
    "look_into",
    "neutral",
    "neutral_name",
    "objections",
    "register",
    "register_texts",
]
