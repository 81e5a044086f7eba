"""What notifications put into the bar of every page."""

from django.conf import settings
from django.http import HttpRequest

from essaim.people.models import Member
from essaim.ui.ahead import is_ahead
from essaim.ui.shell import piece, render_to_string

from . import queries

_TOPICS = "notifications_topics"


def looking_at(request: HttpRequest, *topics: str) -> None:
    """Says that the page of ``request`` shows these topics: what was told of them is read, as the bell is counted."""
    setattr(request, _TOPICS, topics)


def bell(request: HttpRequest) -> str:
    """The way to the centre, with how many are unread."""
    member = request.user
    if not isinstance(member, Member):
        return ""
    page, topics = request.get_full_path(), getattr(request, _TOPICS, ())
    if is_ahead(request):
        page, topics = "", ()
    count = queries.unread_count(member, page, topics, member.carried.get(queries.NAME))
    return piece("notifications/bell.html", count=count, most=queries.MOST)


def menu(request: HttpRequest) -> str:
    """Links of the member's own menu."""
    member = request.user
    rules = isinstance(member, Member) and member.is_administrator
    return piece("notifications/menu.html", demo=settings.DEMO, rules=rules)


def mail_sent(request: HttpRequest) -> str:
    """Beside "look at your mail": in the demo, where it can be read."""
    return render_to_string(request, "notifications/mail_sent.html") if settings.DEMO else ""


def preferences_link(request: HttpRequest) -> str:
    """The way from the member's preferences to those of notifications."""
    return render_to_string(request, "notifications/preferences_link.html")
