from .mail import Mail
from .notification import MailState, Notification
from .preference import Delivery, Preference, Schedule
from .received import Received, ReceivedMail

__all__ = ["Delivery", "Mail", "MailState", "Notification", "Preference", "Received", "ReceivedMail", "Schedule"]
