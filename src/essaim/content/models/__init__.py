from .base import AddressedPage, BasePage, plain_slug
from .draft import ImportDraft
from .programme import Programme, ProgrammePage, ProgrammeText

__all__ = ["AddressedPage", "BasePage", "ImportDraft", "Programme", "ProgrammePage", "ProgrammeText", "plain_slug"]
