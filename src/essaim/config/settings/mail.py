"""Where mail goes: ESSAIM_EMAIL_URL, ``smtp://user:password@host:587?tls=starttls`` or ``smtps://host``."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail_settings(*, demo: bool, data_dir: Path) -> tuple[str, dict[str, Any]]:
    """The e-mail backend and its settings. The demo writes mails to files that its own page shows."""
    url = os.environ.get("ESSAIM_EMAIL_URL", "")
    if not url:
        return "django.core.mail.backends.filebased.EmailBackend", {"EMAIL_FILE_PATH": data_dir / "mails"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # What cannot be read may be the password: it is not repeated.
        raise ImproperlyConfigured(
            "ESSAIM_EMAIL_URL cannot be read: write smtp://user:password@host:587, and in user and password"
            " %23 for #, %40 for @, %2F for /, %3A for :, %3F for ?, %5B and %5D for [ and ]"
        ) from None
    if parts.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured(f"ESSAIM_EMAIL_URL must begin with smtp:// or smtps://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return "django.core.mail.backends.smtp.EmailBackend", {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": options.get("tls") == "starttls",
        "EMAIL_TIMEOUT": 20,
    }
