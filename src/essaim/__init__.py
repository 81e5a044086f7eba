"""An in-house education platform on new ways of working."""

__version__ = "0.1.0"
