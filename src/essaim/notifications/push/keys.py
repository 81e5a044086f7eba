"""The installation's own keys (VAPID, RFC 8292): by them a browser maker's service knows who pushes."""

import base64
import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.db import transaction
from joserfc import jwt
from joserfc.jwk import ECKey

from essaim.kernel.sealing import Unreadable, seal, unseal
from essaim.notifications.models import Device, PushKey

SEALED_FOR = "push"
# Services refuse what is valid for longer than a day.
_VALID = 12 * 60 * 60


def encoded(raw: bytes) -> str:
    """base64url without padding, as all of web push has it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def public_key() -> str:
    """What browsers subscribe with. Made at the first call."""
    return _pair()[0]


def _pair() -> tuple[str, str]:
    row = PushKey.objects.filter(pk=1).first()
    if row is None:
        return _make()
    try:
        return row.public, unseal(row.private, purpose=SEALED_FOR)
    except Unreadable:
        return _make(stale=row.private)


@transaction.atomic
def _make(stale: str = "") -> tuple[str, str]:
    # The secret key is another one now: devices that subscribed with the pair before would hear nothing any more.
    if stale and PushKey.objects.filter(private=stale).delete()[0]:
        Device.objects.all().delete()
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = encoded(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    # Another process may have made one meanwhile: the first one holds.
    PushKey.objects.bulk_create(
        [PushKey(pk=1, public=public, private=seal(private, purpose=SEALED_FOR))], ignore_conflicts=True
    )
    row = PushKey.objects.get(pk=1)
    return row.public, unseal(row.private, purpose=SEALED_FOR)


def authorization(endpoint: str) -> str:
    """The header that says to the service of ``endpoint`` who pushes."""
    public, private = _pair()
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + _VALID, "sub": settings.BASE_URL,
    }  # fmt: skip
    token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, ECKey.import_key(private), algorithms=["ES256"])
    return f"vapid t={token}, k={public}"
