"""The face of people to the packages above."""

from .actions.mails import drop_waiting_mails
from .calendar import Appointment, calendar_file
from .mails import absolute, site_sender
from .middleware import LANGUAGES
from .queries import active_members, last_visits, load_member, needs_first_steps, sessions_seen_today
from .suggestions import SUGGESTIONS
from .targets import local_path

__all__ = [
    "LANGUAGES",
    "SUGGESTIONS",
    "Appointment",
    "absolute",
    "active_members",
    "calendar_file",
    "drop_waiting_mails",
    "last_visits",
    "load_member",
    "local_path",
    "needs_first_steps",
    "sessions_seen_today",
    "site_sender",
]
