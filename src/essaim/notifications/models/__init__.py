from .device import Device, PushKey
from .mail import Digest, Mail
from .notification import MailState, Notification
from .preference import Delivery, Every, Preference, QuietHours, Schedule, Weariness
from .received import Received, ReceivedMail

__all__ = [
    "Delivery",
    "Device",
    "Digest",
    "Every",
    "Mail",
    "MailState",
    "Notification",
    "Preference",
    "PushKey",
    "QuietHours",
    "Received",
    "ReceivedMail",
    "Schedule",
    "Weariness",
]
