from .logo import Logo
from .objective import Objective
from .organisation import Organisation
from .structure import JobFamily, Site, Team
from .theme import Theme

__all__ = ["JobFamily", "Logo", "Objective", "Organisation", "Site", "Team", "Theme"]
