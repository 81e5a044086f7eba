"""Whether nobody wrote this mail: absences, receipts, mails that came back, lists (RFC 3834, RFC 3464, RFC 8098)."""

import re
from email.message import Message
from email.utils import parseaddr

from .parts import header, parameter

_SUBJECT = re.compile(
    r"^\s*(?:(?:re|ré|rép|aw|sv)\s?:\s*)*(?:"
    r"(?:réponse|message) automatique|absen(?:t|ce)\b.{0,30}(?:bureau|congés?|courrier|:)|absent du bureau|absence du bureau"
    r"|(?:je suis|en) (?:absent|congés?|vacances)|out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply"
    r"|non remis|non distribuable|échec de la remise|échec de remise|remise différée|message non délivré|undeliver(?:ed|able)"
    r"|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|system)|returned mail|failure notice"
    r"|(?:accusé|confirmation) de (?:lecture|réception)|lu\s?:|non lu\s?:|read\s?:|not read\s?:|read receipt"
    r"|abwesenheits|automatische antwort|unzustellbar|respuesta automática|risposta automatica|automatisch antwoord"
    r")",
    re.I,
)
_MACHINES = re.compile(
    r"^(?:mailer-?daemon|postmaster|no-?reply|ne-?pas-?repondre|nepasrepondre|do-?not-?reply|bounces?|auto-?(?:reply|responder))"
    r"(?:[+._-].*)?$",
    re.I,
)
_REPORTS = {"multipart/report", "message/delivery-status", "message/disposition-notification"}


def automatic(message: Message, *, envelope_sender: str | None = None) -> str:
    """Why nobody wrote it, as a short name: ``auto-submitted``, ``list``, ``report``, ``bounce``, ``machine``, ``absence``,
    ``calendar``; "" when somebody may have.

    Parameters:
        envelope_sender: what the mail server was told; None when that is not known, "" for a mail that must not be answered.
    """
    value = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if value and value != "no":
        return "auto-submitted"
    if any(header(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply")):
        return "auto-submitted"
    if header(message, "X-Failed-Recipients") or message.get_content_type() in _REPORTS:
        return "report"
    if envelope_sender == "" or header(message, "Return-Path") == "<>":
        return "bounce"
    if header(message, "List-Id") or header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return "list"
    local = parseaddr(header(message, "From"))[1].partition("@")[0]
    if _MACHINES.match(local):
        return "machine"
    if _SUBJECT.match(header(message, "Subject")):
        return "absence"
    if parameter(message, "method") == "reply" or header(message, "Content-Class").endswith("calendarmessage"):
        return "calendar"
    return ""
