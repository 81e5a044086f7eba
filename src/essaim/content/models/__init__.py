from .base import AddressedPage, BasePage, plain_slug
from .draft import ImportDraft
from .file_use import FileUse
from .programme import Programme, ProgrammePage, ProgrammeText

__all__ = ["AddressedPage", "BasePage", "FileUse", "ImportDraft", "Programme", "ProgrammePage", "ProgrammeText", "plain_slug"]
