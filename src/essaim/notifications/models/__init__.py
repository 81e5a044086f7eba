from .mail import Mail
from .notification import MailState, Notification
from .preference import Delivery, Preference, Schedule

__all__ = ["Delivery", "Mail", "MailState", "Notification", "Preference", "Schedule"]
