"""Telling members something."""

from collections.abc import Callable, Collection, Mapping

from django.db import connection, transaction

from essaim.notifications.channels import channels
from essaim.notifications.kinds import kinds
from essaim.notifications.models import Mail, Notification, Preference
from essaim.notifications.queries import weary
from essaim.notifications.sights import unseen
from essaim.notifications.telling import Gathered, Speaker, Telling, Words, page_of, say
from essaim.organisation import known
from essaim.people.models import Member

from .joining import Recipient, write
from .mail import schedule_immediate


def notify(
    *,
    kind: str,
    recipients: Collection[int],
    entry_id: int,
    title: Words,
    url: str,
    excerpt: Words = "",
    actor_id: int | None = None,
    topic: str = "",
    gathered: Callable[[Gathered], str] | None = None,
) -> int:
    """Tells ``recipients`` something, once however often it is called, and has the mails sent that they want.

    Called by a domain's consumer of the journal, in its transaction; a crowd is told by ``tell_crowd`` instead. Members who
    left, and the actor, are passed over. The parameters are those of ``Telling``.

    Returns how many heard of it now. Raises KeyError for a kind that nobody registered, ValueError for an address elsewhere.
    """
    telling = Telling(
        kind=kind, entry_id=entry_id, title=title, url=url, excerpt=excerpt, actor_id=actor_id, topic=topic, gathered=gathered
    )
    return tell(telling, recipients)


def tell(telling: Telling, member_ids: Collection[int]) -> int:
    """``notify`` of a telling that is there already."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notify needs the transaction of the consumer")
    recipients, name = _recipients(telling, member_ids)
    if not recipients:
        return 0
    told, now = write(telling, recipients, Speaker(telling, name))
    schedule_immediate(now, urgent=kinds[telling.kind].urgent)
    return told


def _recipients(telling: Telling, member_ids: Collection[int]) -> tuple[list[Recipient], str]:
    """Each member who is to be told, and the name of who caused it."""
    kind = kinds[telling.kind]
    wanted = {*member_ids} | ({telling.actor_id} if telling.actor_id else set())
    rows = Member.objects.filter(pk__in=wanted).order_by("pk")
    people = {row[0]: row for row in rows.values_list("pk", "language", "email", "is_active", "first_name", "last_name")}
    actor = people.get(telling.actor_id or 0)
    name = f"{actor[4]} {actor[5]}".strip() if actor else ""
    ids = [id for id in people if id in {*member_ids} and people[id][3] and id != telling.actor_id]
    if not ids:
        return [], name
    chosen = {row.member_id: row for row in Preference.objects.filter(kind=kind.name, member_id__in=ids)}
    levels = dict(weary(ids).filter(kind=kind.name).order_by("pk").values_list("member_id", "level"))
    organisation = known.current()
    found = [
        Recipient(
            id, organisation.fitting(people[id][1]),
            channels(kind, chosen.get(id), level=levels.get(id, 0), has_address=bool(people[id][2])),
        )
        for id in ids
    ]  # fmt: skip
    return [one for one in found if one.channels], name


def retract(*, kind: str, recipients: Collection[int], url: str) -> int:
    """Takes back what ``recipients`` have not read about ``url``; mails that have not left say nothing of it. Returns how many."""
    unread = Notification.objects.filter(recipient__in=recipients, page=page_of(url), read_at=None, kind=kind)
    return unread.delete()[0]


def reword(*, url: str, excerpt: Words, gone: bool = False) -> int:
    """Has every notification about ``url`` say what is there now to who may see it; mails and digests that have not left included.

    Parameters:
        url, excerpt: as for ``notify``.
        gone: there is nothing to go and see any more: it is shown nowhere and no mail leaves for it, unless it tells of other
            events too. Called again without, it is what it was.

    Returns how many there were.
    """
    page, organisation = page_of(url), known.current()
    about = Notification.objects.filter(page=page)
    readers = dict(about.order_by("recipient_id").values_list("recipient_id", "recipient__language"))
    hidden = {id for id, _page in unseen({(id, page) for id in readers})}
    about.filter(recipient__in=hidden).update(gone=True)
    seen = about.exclude(recipient__in=hidden)
    found = 0
    for language in {language for id, language in readers.items() if id not in hidden}:
        told = say(organisation.fitting(language), excerpt, 300)
        found += seen.filter(recipient__language=language).update(excerpt=told)
    if gone:
        seen.filter(entry_ids__len__lte=1).update(gone=True)
    else:
        seen.filter(gone=True).update(gone=False)
    _reword_digests(page, excerpt, {} if gone else {id: readers[id] for id in readers if id not in hidden})
    return found


def _reword_digests(page: str, excerpt: Words, readers: Mapping[int, str]) -> None:
    """Digests that are about to leave say what is there now to ``readers`` (their language), and nothing of it to others."""
    # One that is leaving at this moment is held by who sends it.
    waiting = Mail.objects.select_for_update(skip_locked=True).filter(closed_at=None, items__contains=[{"url": page}])
    for mail in waiting.order_by("pk"):
        items = [item for item in mail.items if item["url"] != page or mail.recipient_id in readers]
        for item in items:
            if item["url"] == page:
                item["deck"] = say(known.current().fitting(readers[mail.recipient_id]), excerpt, 300)
        Mail.objects.filter(pk=mail.pk).update(items=items)
