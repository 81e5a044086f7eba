"""Ids that come back from a browser, keys that are not counted up, secrets that are handed out."""

import hashlib
import secrets
import uuid

# PostgreSQL's bigint ends here.
_LARGEST = 2**63 - 1


def read_id(text: str | None) -> int | None:
    """The id that an address or a form carries; None for whatever else somebody put there."""
    written = (text or "").strip()
    if not (written.isascii() and written.isdigit() and len(written) < 20):
        return None
    return number if (number := int(written)) <= _LARGEST else None


def new_key() -> uuid.UUID:
    """A key that a form carries so that sending it twice writes once."""
    return uuid.uuid4()


def new_secret() -> str:
    """A secret for a link, 32 random bytes; only its digest is stored."""
    return secrets.token_urlsafe(32)


# Without what is mistaken for something else on paper: I and 1, O and 0.
_READABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """A secret to be copied from paper, ``K7QFM-2X9TA``: fifty random bits, good only where attempts are counted."""
    drawn = "".join(secrets.choice(_READABLE) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def digest(secret: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_record_key() -> int:
    """A random number kept with a person for the cell-key method (kernel.anonymity)."""
    return secrets.randbits(53)
