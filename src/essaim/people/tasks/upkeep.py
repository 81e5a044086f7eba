"""Rows that have served are removed."""

from datetime import timedelta

from django.db.models import Q
from procrastinate.contrib.django import app

from essaim.kernel import clock
from essaim.people.models import ImportDraft, Session, SetUpLink, SignInLink, Token
from essaim.people.models.draft import DRAFT_LIFETIME

# Links are kept for a while, so that an old one still says that it has expired.
_KEEP_LINKS = timedelta(days=30)
# As long, so that its owner sees which one stopped working.
_KEEP_TOKENS = timedelta(days=30)


@app.periodic(cron="17 3 * * *")
@app.task(name="people.sweep", queue="upkeep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Removes sessions that are over, links and tokens long past, and directory files that nobody looks at any more."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    SignInLink.objects.filter(expires_at__lt=now - _KEEP_LINKS).delete()
    SetUpLink.objects.filter(expires_at__lt=now - _KEEP_LINKS).delete()
    Token.objects.filter(Q(expires_at__lt=now - _KEEP_TOKENS) | Q(revoked_at__lt=now - _KEEP_TOKENS)).delete()
    ImportDraft.objects.filter(created_at__lt=now - DRAFT_LIFETIME).delete()
