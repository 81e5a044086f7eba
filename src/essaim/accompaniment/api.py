"""The face of accompaniment to the packages above it."""

from .actions.volunteering import Offer, volunteer
from .queries import figures
from .suggestions import SUGGESTIONS

__all__ = ["SUGGESTIONS", "Offer", "figures", "volunteer"]
