"""Telling members something."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import connection, transaction
from django.utils import translation

from essaim.kernel import clock
from essaim.kernel.markup import excerpt as cut
from essaim.kernel.typography import set_text
from essaim.notifications.kinds import kinds
from essaim.notifications.models import Delivery, MailState, Notification, Preference
from essaim.organisation import known
from essaim.people.models import Member

from .mail import schedule_immediate

# Words that stand, a lazy translation, or a function called with the recipient's language active.
Words = Any

_INSERT = """
INSERT INTO notifications_notification
    (recipient_id, kind, entry_id, actor_id, title, excerpt, url, page, created_at, delivery, mail_state)
SELECT r.id, %(kind)s, %(entry)s, %(actor)s, r.title, r.excerpt, %(url)s, %(page)s, %(now)s, r.delivery, r.state
FROM unnest(%(ids)s::bigint[], %(titles)s::text[], %(excerpts)s::text[], %(deliveries)s::text[], %(states)s::text[])
     AS r(id, title, excerpt, delivery, state)
ON CONFLICT (recipient_id, entry_id, kind) DO NOTHING
RETURNING recipient_id, delivery
"""


def notify(
    *,
    kind: str,
    recipients: Collection[int],
    entry_id: int,
    title: Words,
    url: str,
    excerpt: Words = "",
    actor_id: int | None = None,
) -> int:
    """Tells ``recipients`` something, once however often it is called, and has the mails sent that they want.

    Called by a domain's consumer of the journal, in its transaction. Members who left, and the actor, are passed over.

    Parameters:
        kind: a registered kind.
        recipients: ids of members.
        entry_id: the journal entry that it is about; with recipient and kind it makes the notification unique.
        title, excerpt: words for the person: a string, a lazy translation, or a function that is called with the
            recipient's language active.
        url: a path of ours, with its fragment if there is one.
        actor_id: who caused it.

    Returns how many were new. Raises KeyError for a kind that nobody registered, ValueError for an address elsewhere.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notification leads to a page of ours, not to {url}")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notify needs the transaction of the consumer")
    rows = _rows(kind, recipients, title, excerpt, actor_id)
    if not rows:
        return 0
    new = _insert(rows, {"kind": kind, "entry": entry_id, "actor": actor_id, "url": url, "page": url.partition("#")[0]})
    schedule_immediate([id for id, delivery in new.items() if delivery == Delivery.IMMEDIATE])
    return len(new)


def retract(*, kind: str, recipients: Collection[int], url: str) -> int:
    """Takes back what ``recipients`` have not read about ``url``; mails that have not left say nothing of it. Returns how many."""
    unread = Notification.objects.filter(recipient__in=recipients, page=url.partition("#")[0], read_at=None, kind=kind)
    return unread.delete()[0]


def reword(*, url: str, excerpt: Words, read: bool = False) -> int:
    """Has every notification about ``url`` say what is there now, mails that have not left included.

    Parameters:
        url, excerpt: as for ``notify``.
        read: there is nothing to go and see any more: it is no longer new, and no mail leaves for it.

    Returns how many there were.
    """
    about = Notification.objects.filter(page=url.partition("#")[0])
    organisation = known.current()
    found = 0
    for language in set(about.order_by().values_list("recipient__language", flat=True)):
        told = _in(organisation.fitting(language), excerpt, 300)
        found += about.filter(recipient__language=language).update(excerpt=told)
    if read:
        about.filter(read_at=None).update(read_at=clock.now())
    return found


# Id, title, excerpt, delivery and state of the mail.
Row = tuple[int, str, str, str, str]


def _rows(kind: str, recipients: Collection[int], title: Words, excerpt: Words, actor_id: int | None) -> list[Row]:
    """A row for each member who is to be told."""
    default = kinds[kind].default
    members = Member.objects.filter(pk__in=recipients, is_active=True).order_by("pk")
    if actor_id is not None:
        members = members.exclude(pk=actor_id)
    people = list(members.values_list("pk", "language", "email"))
    if not people:
        return []
    chosen = dict(Preference.objects.filter(kind=kind, member_id__in=recipients).values_list("member_id", "delivery"))
    organisation = known.current()
    words: dict[str, tuple[str, str]] = {}
    rows = []
    for id, language, email in people:
        language = organisation.fitting(language)
        if language not in words:
            words[language] = (_in(language, title, 300), _in(language, excerpt, 300))
        delivery = chosen.get(id, default) if email else Delivery.NONE
        state = MailState.NONE if delivery == Delivery.NONE else MailState.WAITING
        rows.append((id, *words[language], str(delivery), str(state)))
    return rows


def _insert(rows: Collection[Row], about: dict[str, Any]) -> dict[int, str]:
    """Writes the rows that are not there yet; returns how each of their recipients is to be told."""
    columns = dict(zip(("ids", "titles", "excerpts", "deliveries", "states"), map(list, zip(*rows, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, about | columns | {"now": clock.now()})
        return dict(cursor.fetchall())


def _in(language: str, words: Words, length: int) -> str:
    with translation.override(language):
        text = words() if isinstance(words, Callable) else str(words)  # type: ignore[arg-type]
        return set_text(cut(text, length - 20), language)[:length]
