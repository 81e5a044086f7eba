"""Words go to nobody who may not see any more what they are about."""

from collections.abc import Sequence

from essaim.notifications.models import Mail, Notification
from essaim.notifications.sights import unseen
from essaim.notifications.telling import page_of


def still_seen(rows: Sequence[Notification]) -> list[Notification]:
    """Those of ``rows`` that their recipients may see now; the others are gone from everywhere."""
    hidden = unseen({(row.recipient_id, row.page) for row in rows})
    if lost := [row.pk for row in rows if (row.recipient_id, row.page) in hidden]:
        Notification.objects.filter(pk__in=lost).update(gone=True)
    return [row for row in rows if (row.recipient_id, row.page) not in hidden]


def still_said(mail: Mail) -> list[dict[str, str]]:
    """What a digest says, without what its reader may not see any more."""
    hidden = unseen({(mail.recipient_id, page_of(item["url"])) for item in mail.items})
    return [item for item in mail.items if (mail.recipient_id, page_of(item["url"])) not in hidden]
