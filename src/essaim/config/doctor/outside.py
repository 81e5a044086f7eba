"""What stands around the installation: the mail server, and the proxy through which people come."""

import http.client
import re
import smtplib
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from essaim.notifications.inbound import receiving

from .variables import is_local

_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+")


def site() -> str:
    """Asks the public address as a visitor would."""
    try:
        host = urlsplit(settings.BASE_URL).hostname or ""
    except ValueError:
        # The look at the address itself says so.
        return ""
    if settings.DEMO or is_local(host):
        return ""
    url = f"{settings.BASE_URL}/people/account/sign-in/"
    try:
        with urllib.request.urlopen(url, timeout=8) as answer:
            secure = "Strict-Transport-Security" in answer.headers
    except urllib.error.HTTPError as error:
        if error.code == 400:
            return f"{url} answers 400: the proxy passes another host's name; pass the visitor's (nginx: proxy_set_header Host $host)"
        if error.code in (502, 503, 504):
            return f"{url} answers {error.code}: the proxy finds no web node; is  bin/essaim serve  running, on the port that the proxy knows?"
        return f"{url} answers {error.code}, not as Essaim does: does the proxy lead here?"
    except OSError as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, ssl.SSLError):
            return f"the certificate of {host} is not accepted here ({reason}): renew it, or install the company's authority"
        return f"{settings.BASE_URL} cannot be reached from here ({reason}): look at the name, the proxy and the firewall"
    except (http.client.HTTPException, ValueError) as error:
        return f"{settings.BASE_URL} does not answer as a site does ({error}): look at ESSAIM_BASE_URL and at the proxy"
    if settings.SECURE and not secure:
        return "the proxy does not say that people come by https: let it set X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme)"
    return ""


def mail() -> str:
    """Connects, asks for encryption and signs in as a mail would; sends nothing."""
    if "smtp" not in settings.EMAIL_BACKEND:
        return "" if settings.DEMO else "ESSAIM_EMAIL_URL is not set: mails are written to files and reach nobody"
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    encrypted = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    if settings.EMAIL_HOST_USER and not encrypted and not is_local(settings.EMAIL_HOST):
        return f"the password of {where} would travel in clear: use smtps://… or add ?tls=starttls to ESSAIM_EMAIL_URL"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=8) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError:
        return f"the mail server {where} does not accept this user and password: correct them in ESSAIM_EMAIL_URL (escape @ as %40)"
    except smtplib.SMTPNotSupportedError as error:
        return f"the mail server {where} does not offer what ESSAIM_EMAIL_URL asks for ({error}): look at tls= and at the port"
    except ssl.SSLError as error:
        return f"no encryption with {where} ({error.reason}): wrong port for smtps, or an unknown certificate"
    except UnicodeError:
        return f"{where} cannot be asked: its name is none, or an accent stands in the user or the password; change ESSAIM_EMAIL_URL"
    except (OSError, smtplib.SMTPException) as error:
        return f"the mail server {where} does not answer as expected ({error}): check ESSAIM_EMAIL_URL and the firewall"
    return ""


def answers() -> str:
    """Whether somebody receives what members answer, where that is set up."""
    if not settings.MAIL_DOMAIN:
        return ""
    if not _DOMAIN.fullmatch(settings.MAIL_DOMAIN):
        return f"ESSAIM_MAIL_DOMAIN is {settings.MAIL_DOMAIN}: it must be a domain, such as reply.example.org, without @ and without https://"
    if receiving.is_received():
        return ""
    return "ESSAIM_MAIL_DOMAIN is set and nobody receives the answers: start  bin/essaim mail --lmtp 127.0.0.1:8024  (essaim-mail.service)"
