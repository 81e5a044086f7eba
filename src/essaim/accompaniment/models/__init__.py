from .accompaniment import Accompaniment, AccompanimentQuerySet, Reached, State
from .figures import Figures
from .testimony import Testimony
from .volunteer import Volunteer

__all__ = ["Accompaniment", "AccompanimentQuerySet", "Figures", "Reached", "State", "Testimony", "Volunteer"]
