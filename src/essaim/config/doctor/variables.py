"""What the variables say, without asking anybody."""

import ipaddress
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from essaim.config import checks
from essaim.config.demo import environment
from essaim.kernel.errors import Refused


def secret() -> str:
    try:
        checks.ready_to_serve()
    except Refused as no:
        return str(no)
    key = settings.SECRET_KEY_GIVEN
    if len(set(key)) < 10:
        return "ESSAIM_SECRET_KEY repeats a few characters: make one with  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not settings.DEMO and key == environment.secret():
        return "ESSAIM_SECRET_KEY is the demo's: make another one for real people"
    return ""


def is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None for what is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018
    except ValueError:
        return None
    return parts


def address() -> str:
    parts = _split(settings.BASE_URL)
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname or ".." in parts.hostname:
        return f"ESSAIM_BASE_URL is {settings.BASE_URL}: it must look like https://essaim.example.org"
    if parts.path or parts.query:
        return f"ESSAIM_BASE_URL is {settings.BASE_URL}: Essaim lives at the root of a host of its own, remove what follows {parts.netloc}"
    if settings.DEMO:
        return ""
    if is_local(parts.hostname):
        return f"ESSAIM_BASE_URL is {settings.BASE_URL}: links in mails lead nowhere for others; set it to the site's https:// address"
    if parts.scheme == "http":
        return f"ESSAIM_BASE_URL is {settings.BASE_URL}, without https: cookies and passwords travel in clear; serve https, and say so here"
    return ""


def sender() -> str:
    _name, mail = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = mail.rpartition("@")[2]
    if settings.DEMO or ("." in host and not is_local(host)):
        return ""
    return f"mails would come from {mail or 'nobody'}: set ESSAIM_EMAIL_FROM to an address of your own, such as 'Essaim <essaim@example.org>'"
