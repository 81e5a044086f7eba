"""Writing what is told: a new notification, or one more event of an unread one of its topic.

Each journal entry counts once for each member, however often it is told. Everything is done for all recipients of a batch at
once, in the order of their ids, so that two batches never wait for each other in a ring.
"""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.notifications.channels import Channels
from essaim.notifications.kinds import kinds, strength
from essaim.notifications.models import Delivery, MailState
from essaim.notifications.telling import Speaker, Telling

# Events that one notification counts. Beyond, it has said enough: it is neither counted nor written any more.
MOST = 500


@dataclasses.dataclass(frozen=True)
class Recipient:
    """A member who is to be told, in which language and by which channels."""

    id: int
    language: str
    channels: Channels


@dataclasses.dataclass(frozen=True)
class Standing:
    """An unread notification of the topic."""

    id: int
    recipient_id: int
    kind: str
    entry_ids: list[int]
    actor_ids: list[int]
    beside: int
    mail_state: str
    delivery: str
    app: bool
    push: bool
    gone: bool


_INSERT = """
INSERT INTO notifications_notification (recipient_id, kind, entry_id, topic, entry_ids, actor_id, actor_ids, beside, title, excerpt,
    url, page, created_at, app, push, delivery, mail_state)
SELECT r.id, %(kind)s, %(entry)s, %(topic)s, %(entries)s::bigint[], %(actor)s, %(actors)s::bigint[], 0, r.title, r.excerpt,
    %(url)s, %(page)s, %(now)s, r.app, r.push, r.delivery, r.state
FROM unnest(%(ids)s::bigint[], %(titles)s::text[], %(excerpts)s::text[], %(apps)s::boolean[], %(pushes)s::boolean[],
    %(deliveries)s::text[], %(states)s::text[]) AS r(id, title, excerpt, app, push, delivery, state)
ORDER BY r.id
ON CONFLICT DO NOTHING
RETURNING recipient_id
"""
_STANDING = """
SELECT id, recipient_id, kind, entry_ids, actor_ids, beside, mail_state, delivery, app, push, gone
FROM notifications_notification
WHERE recipient_id = ANY(%(ids)s) AND topic = %(topic)s AND read_at IS NULL ORDER BY recipient_id FOR UPDATE
"""
_COUNTED = """
SELECT recipient_id FROM notifications_notification
WHERE recipient_id = ANY(%(ids)s) AND topic = %(topic)s AND topic <> '' AND read_at IS NOT NULL AND %(entry)s = ANY(entry_ids)
"""
# What is gone makes room: nobody has read it, so no moment at which somebody came is written.
_MAKE_ROOM = "UPDATE notifications_notification SET read_at = created_at WHERE id = ANY(%(ids)s)"
_BESIDE = """
UPDATE notifications_notification SET entry_ids = entry_ids || %(entry)s::bigint, beside = beside + 1 WHERE id = ANY(%(ids)s)
"""
# Of its own strength: the latest event is told, together with how many came before.
_JOIN = """
UPDATE notifications_notification n SET kind = %(kind)s, entry_ids = n.entry_ids || %(entry)s::bigint, actor_id = %(actor)s,
    actor_ids = %(actors)s::bigint[] || array_remove(n.actor_ids, %(actor)s::bigint), title = r.title, excerpt = r.excerpt,
    url = %(url)s, page = %(page)s, created_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(titles)s::text[], %(excerpts)s::text[]) AS r(id, title, excerpt) WHERE n.id = r.id
"""
# Of a stronger kind: it speaks alone, what was there is counted beside it, and a mail may leave once more.
_RAISE = """
UPDATE notifications_notification n SET kind = %(kind)s, entry_id = %(entry)s,
    entry_ids = CASE WHEN %(entry)s = ANY(n.entry_ids) THEN n.entry_ids ELSE n.entry_ids || %(entry)s::bigint END,
    beside = cardinality(array_remove(n.entry_ids, %(entry)s::bigint)), actor_id = %(actor)s, actor_ids = %(actors)s::bigint[],
    title = r.title, excerpt = r.excerpt, url = %(url)s, page = %(page)s, created_at = %(now)s, app = r.app, push = r.push,
    delivery = r.delivery, mail_state = r.state, mail_id = NULL, pushed_at = NULL
FROM unnest(%(ids)s::bigint[], %(titles)s::text[], %(excerpts)s::text[], %(apps)s::boolean[], %(pushes)s::boolean[],
    %(deliveries)s::text[], %(states)s::text[]) AS r(id, title, excerpt, app, push, delivery, state) WHERE n.id = r.id
"""


def write(telling: Telling, recipients: Sequence[Recipient], speaker: Speaker) -> tuple[int, list[int]]:
    """Returns how many heard of it now, and which of them something may reach at once, by mail or on a device."""
    writer = _Writer(telling, speaker)
    missing = {one.id: one for one in recipients}
    # Somebody else's event of the topic may come between looking and writing: then it stands in the next round.
    for _round in range(3):
        if telling.topic:
            writer.join(missing)
        if missing:
            writer.insert(missing)
        if not missing or not telling.topic:
            break
    return writer.told, writer.at_once


class _Writer:
    def __init__(self, telling: Telling, speaker: Speaker):
        self.telling, self.speaker = telling, speaker
        self.told, self.at_once = 0, list[int]()
        actors = [telling.actor_id] if telling.actor_id else []
        self.about: dict[str, Any] = {
            "kind": telling.kind, "entry": telling.entry_id, "topic": telling.topic, "url": telling.url, "page": telling.page,
            "actor": telling.actor_id, "actors": actors, "entries": [telling.entry_id] if telling.topic else [],
            "now": clock.now(),
        }  # fmt: skip

    def insert(self, missing: dict[int, Recipient]) -> None:
        """Writes those of ``missing`` who have nothing of this entry yet, and takes them out of it."""
        counted = {row[0] for row in self._run(_COUNTED, ids=list(missing))} if self.telling.topic else set()
        fresh = [one for id, one in missing.items() if id not in counted]
        written = {row[0] for row in self._run(_INSERT, **self._columns(fresh, [one.id for one in fresh]))} if fresh else set()
        for id in counted | written:
            one = missing.pop(id)
            if id in written:
                self._heard(one.id, one.channels)

    def join(self, missing: dict[int, Recipient]) -> None:
        """Adds the event to what stands unread of its topic, and takes its readers out of ``missing``."""
        mine = kinds[self.telling.kind].strength
        weaker: list[Standing] = []
        equal: list[Standing] = []
        raised: list[Standing] = []
        recipients, gone = {}, list[int]()
        for row in self._run(_STANDING, ids=sorted(missing)):
            old = Standing(*row)
            theirs, known = strength(old.kind), self.telling.entry_id in old.entry_ids
            if old.gone and not known:
                gone.append(old.id)
                continue
            recipients[old.recipient_id] = missing.pop(old.recipient_id)
            if old.gone:
                continue
            if mine > theirs:
                raised.append(old)
            elif not known and len(old.entry_ids) < MOST:
                (equal if mine == theirs else weaker).append(old)
        if gone:
            self._run(_MAKE_ROOM, ids=gone)
        self._beside(weaker)
        self._join(equal, recipients)
        self._raise(raised, recipients)

    def _beside(self, standing: Sequence[Standing]) -> None:
        if standing:
            self._run(_BESIDE, ids=[old.id for old in standing])
            self.told += len(standing)

    def _join(self, standing: Sequence[Standing], recipients: dict[int, Recipient]) -> None:
        if not standing:
            return
        titles, excerpts = [], []
        for old in standing:
            language = recipients[old.recipient_id].language
            others = len({*old.actor_ids} - {self.telling.actor_id})
            events = len(old.entry_ids) + 1 - old.beside
            titles.append(self.speaker.gathered(language, others=others, events=events))
            excerpts.append(self.speaker.excerpt(language))
        self._run(_JOIN, ids=[old.id for old in standing], titles=titles, excerpts=excerpts)
        self.told += len(standing)

    def _raise(self, standing: Sequence[Standing], recipients: dict[int, Recipient]) -> None:
        if not standing:
            return
        found = [_raised(recipients[old.recipient_id], old) for old in standing]
        self._run(_RAISE, **self._columns(found, [old.id for old in standing]))
        for one in found:
            self._heard(one.id, one.channels)

    def _heard(self, id: int, how: Channels) -> None:
        self.told += 1
        if how.mail == Delivery.IMMEDIATE or how.push:
            self.at_once.append(id)

    def _columns(self, recipients: Sequence[Recipient], ids: Collection[int]) -> dict[str, Any]:
        return {
            "ids": list(ids),
            "titles": [self.speaker.title(one.language) for one in recipients],
            "excerpts": [self.speaker.excerpt(one.language) for one in recipients],
            "apps": [one.channels.app for one in recipients],
            "pushes": [one.channels.push for one in recipients],
            "deliveries": [str(one.channels.mail) for one in recipients],
            "states": [str(one.channels.mail_state) for one in recipients],
        }

    def _run(self, sql: str, **columns: Any) -> Iterable[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.about | columns)
            return cursor.fetchall() if cursor.description else []


def _raised(one: Recipient, old: Standing) -> Recipient:
    """How a raised notification comes: as its new kind does, and not less than it was about to come already."""
    new, mail = one.channels, one.channels.mail
    if old.mail_state in (MailState.WAITING, MailState.TAKEN):
        waiting = Delivery(old.delivery)
        mail = Delivery.IMMEDIATE if Delivery.IMMEDIATE in (mail, waiting) else waiting
    return dataclasses.replace(
        one, channels=dataclasses.replace(new, app=new.app or old.app, push=new.push or old.push, mail=mail)
    )
