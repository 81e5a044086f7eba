"""Signed addresses: ``reply+TOKEN@domain`` says who may answer what. Whoever does not have the mail cannot make one.

The token is lower-case base32, since some mail servers change the case of addresses: a letter for the target, the two
numbers, ten bytes of a signature with a key of this purpose alone.
"""

import base64
import binascii
import dataclasses
import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "essaim.notifications.reply"
_SIGNED = 10  # bytes: 2⁸⁰ attempts, each of them a mail
_PREFIX = "reply+"
_ADDRESS = re.compile(r"reply\+([a-z2-7]{16,64})@", re.I)
# A number of PostgreSQL's bigint is nine groups of seven bits at the most.
_LONGEST = 9


@dataclasses.dataclass(frozen=True)
class Answerable:
    """What a token says: that this member may answer this."""

    member_id: int
    code: str
    id: int


def is_open() -> bool:
    """Whether answers by mail are set up here."""
    return bool(settings.MAIL_DOMAIN)


def reply_address(answerable: Answerable) -> str:
    """The address to which ``answerable.member_id`` answers."""
    body = answerable.code.encode("ascii") + _number(answerable.member_id) + _number(answerable.id)
    token = base64.b32encode(body + _signature(body, settings.SECRET_KEY)).decode().rstrip("=").lower()
    return f"{_PREFIX}{token}@{settings.MAIL_DOMAIN}"


def read_address(address: str) -> Answerable | None:
    """What an address of ours says, None when we did not sign it or it is of another domain."""
    local, _at, domain = address.strip().strip("<>").rpartition("@")
    if not is_open() or domain.lower() != settings.MAIL_DOMAIN or not local.lower().startswith(_PREFIX):
        return None
    token = local[len(_PREFIX) :].upper()
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    body, signature = raw[:-_SIGNED], raw[-_SIGNED:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if len(body) < 3 or not any(hmac.compare_digest(signature, _signature(body, key)) for key in keys):
        return None
    member_id, rest = _read(body[1:])
    id, _nothing = _read(rest)
    return Answerable(member_id, chr(body[0]), id)


def addresses_in(text: str) -> list[str]:
    """The addresses of ours in a header, whatever stands around them."""
    return [f"{_PREFIX}{token.lower()}@{settings.MAIL_DOMAIN}" for token in _ADDRESS.findall(text)] if is_open() else []


def _signature(body: bytes, key: str | bytes) -> bytes:
    return salted_hmac(_SALT, body, secret=key, algorithm="sha256").digest()[:_SIGNED]


def _number(number: int) -> bytes:
    """Seven bits a byte, the highest bit set while more follow."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _read(raw: bytes) -> tuple[int, bytes]:
    number = 0
    for place, byte in enumerate(raw[:_LONGEST]):
        number |= (byte & 127) << 7 * place
        if byte < 128:
            return number, raw[place + 1 :]
    return 0, b""
