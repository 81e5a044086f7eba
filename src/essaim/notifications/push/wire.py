"""One message to one device (RFC 8030), encrypted for it alone (RFC 8291): its maker's service sees an address and a size."""

import base64
import enum
import hashlib
import ipaddress
import socket
from urllib.parse import urlsplit

import http_ece
import requests
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from essaim.notifications.models import Device

from .keys import authorization, encoded

# Seconds for which a service keeps what a sleeping device has not fetched: what is older is better read in Essaim.
TTL = 2 * 24 * 60 * 60
_PATIENCE = 10


class Outcome(enum.Enum):
    SENT = "sent"
    GONE = "gone"  # the device has unsubscribed
    REFUSED = "refused"  # it would be refused again
    LATER = "later"


def is_elsewhere(endpoint: str) -> bool:
    """Whether an address may be pushed to: https, and of the internet. Members' browsers say it, so it could be anything."""
    try:
        parts = urlsplit(endpoint)
        if settings.PUSH_TO_LOOPBACK and parts.hostname == "127.0.0.1":
            return True
        port = parts.port or 443
        if parts.scheme != "https" or not parts.hostname or parts.username or port != 443:
            return False
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError, ValueError):
        return False
    return all(ipaddress.ip_address(address).is_global for address in found)


def read_keys(p256dh: str, auth: str) -> tuple[bytes, bytes] | None:
    """A device's point of P-256 and its secret; None for what is neither."""
    try:
        point, secret = (base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in (p256dh, auth))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return (point, secret) if len(secret) == 16 else None


def push(device: Device, payload: bytes, *, topic: str) -> Outcome:
    """Hands ``payload`` (3,000 bytes at the most) to the device's service. Of one ``topic`` a sleeping device gets the last."""
    keys = read_keys(device.p256dh, device.auth)
    if keys is None:
        return Outcome.GONE
    if not is_elsewhere(device.endpoint):
        return Outcome.LATER
    body = http_ece.encrypt(
        payload, private_key=ec.generate_private_key(ec.SECP256R1()), dh=keys[0], auth_secret=keys[1], version="aes128gcm"
    )
    headers = {
        "Authorization": authorization(device.endpoint), "Content-Encoding": "aes128gcm", "TTL": str(TTL), "Urgency": "normal",
        "Content-Type": "application/octet-stream", "Topic": encoded(hashlib.sha256(topic.encode()).digest()[:24]),
    }  # fmt: skip
    try:
        answer = requests.post(device.endpoint, data=body, headers=headers, timeout=_PATIENCE, allow_redirects=False)
    except requests.RequestException:
        return Outcome.LATER
    if answer.ok and answer.status_code < 300:
        return Outcome.SENT
    if answer.status_code in (404, 410):
        return Outcome.GONE
    return Outcome.LATER if answer.status_code == 429 or answer.status_code >= 500 else Outcome.REFUSED
