"""Secrets that must be read again: sealed before they are stored, with a key that is in no database.

The key comes from ESSAIM_SECRET_KEY by HKDF, one for each purpose: a copy of the database alone opens nothing.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """What was sealed cannot be read: the secret key is another one now, or the text was changed."""


def _sealer(purpose: str) -> MultiFernet:
    def key(secret: str | bytes) -> Fernet:
        secret = secret if isinstance(secret, bytes) else secret.encode()
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"essaim:{purpose}".encode()).derive(secret)
        return Fernet(base64.urlsafe_b64encode(derived))

    return MultiFernet([key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(text: str, *, purpose: str) -> str:
    """``text`` encrypted and authenticated, as ASCII. ``purpose`` must be the same to read it again."""
    return _sealer(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed. Raises Unreadable."""
    try:
        return _sealer(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(purpose) from None
