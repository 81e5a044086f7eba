"""The devices on which members want to be notified."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.models import Device
from essaim.notifications.push.wire import is_elsewhere, read_keys
from essaim.people.models import Member

# Nobody has more browsers than that; each is a request for every notification.
MOST = 20


@transaction.atomic
def register(*, actor: Member, session_key: str, name: str, endpoint: str, p256dh: str, auth: str) -> Device:
    """Has notifications come to the browser of a session; once, however often it is asked.

    Parameters are what the browser says of its subscription. Raises Refused for what no push service would say.
    """
    if len(endpoint) > 1000 or read_keys(p256dh, auth) is None or not is_elsewhere(endpoint):
        raise Refused(
            _("Ce navigateur n'a pas donné d'adresse où lui envoyer des notifications. Essayez avec un autre."),
            code="device-unknown",
        )
    Device.objects.filter(session_id=session_key).exclude(endpoint=endpoint).delete()
    if Device.objects.filter(member=actor).exclude(endpoint=endpoint).count() >= MOST:
        raise Refused(_("Vous avez déjà vingt appareils. Retirez-en un d'abord."), code="devices-many")
    # Whoever is signed in there now is who is notified there.
    return Device.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "member": actor, "session_id": session_key, "name": name, "p256dh": p256dh, "auth": auth, "created_at": clock.now(),
        },
    )[0]  # fmt: skip


def remove(*, actor: Member, device_id: int) -> bool:
    """No more notifications on one of the actor's devices."""
    return bool(Device.objects.filter(member=actor, pk=device_id).delete()[0])
