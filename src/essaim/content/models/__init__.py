from .base import AddressedPage, BasePage
from .programme import Programme, ProgrammePage, ProgrammeText

__all__ = ["AddressedPage", "BasePage", "Programme", "ProgrammePage", "ProgrammeText"]
