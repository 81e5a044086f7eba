from .mail import Digest, Mail
from .notification import MailState, Notification
from .preference import Delivery, Every, Preference, QuietHours, Schedule, Weariness
from .received import Received, ReceivedMail

__all__ = [
    "Delivery",
    "Digest",
    "Every",
    "Mail",
    "MailState",
    "Notification",
    "Preference",
    "QuietHours",
    "Received",
    "ReceivedMail",
    "Schedule",
    "Weariness",
]
