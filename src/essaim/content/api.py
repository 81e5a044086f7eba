"""Content's face to the packages above it: what their pages are built on, since only this package knows Wagtail."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from . import file_uses
from .actions.files import note_files
from .blocks import HELP as BLOCKS_HELP
from .blocks import LessonBlocks
from .body import Part, audiences_of, compile_body, flat, for_reader, text_of
from .importing import api as importing
from .markup import rich_text
from .models import AddressedPage, BasePage, plain_slug
from .queries import CURRENT_PROGRAMME, ProgrammeLink
from .translations import leading

__all__ = [
    "BLOCKS_HELP",
    "CURRENT_PROGRAMME",
    "AddressedPage",
    "BasePage",
    "FieldPanel",
    "FieldRowPanel",
    "LessonBlocks",
    "MultiFieldPanel",
    "Part",
    "ProgrammeLink",
    "RichTextField",
    "StreamField",
    "audiences_of",
    "compile_body",
    "file_uses",
    "flat",
    "for_reader",
    "importing",
    "leading",
    "note_files",
    "plain_slug",
    "rich_text",
    "text_of",
]
