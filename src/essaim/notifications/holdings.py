"""What notifications hold about a member (essaim.privacy): what they were told, and how they want to be."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import (
    Basis,
    FreeText,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
    file_kinds,
    impersonal,
    register,
    register_texts,
)

from . import letterbox
from .inbound import held
from .models import Delivery, Device, Digest, Mail, Notification, Preference, ReceivedMail, Schedule, Weariness


def declare() -> None:
    register(
        Holding(
            name="notifications.told",
            title=_("Notifications et mails"),
            what=_("ce dont la personne a été prévenue, quand elle l'a lu, si le mail est parti ; jamais si elle l'a ouvert"),
            purpose=_("prévenir de ce qui concerne la personne"),
            basis=Basis.INTEREST,
            keep=Period(months=6),
            readers={},
            tables=("notifications_notification", "notifications_mail"),
            export=_told,
            forget=forget,
            forgetting=_("supprimées ; celles des collègues ne disent plus son nom"),
            expire=expire,
        ),
        Holding(
            name="notifications.preferences",
            title=_("Préférences d'envoi"),
            what=_(
                "ce que la personne veut recevoir, par où et à quelles heures ; quels mails sont devenus plus rares parce qu'elle"
                " n'est pas venue dans la semaine ; ce que disaient ses quatre derniers condensés"
            ),
            purpose=_("ne pas déranger"),
            basis=Basis.CHOICE,
            keep=Period(until=_("tant que le compte existe")),
            readers={},
            tables=("notifications_preference", "notifications_schedule", "notifications_weariness", "notifications_digest"),
            export=_preferences,
            forget=lambda leaver: sum(
                model._default_manager.filter(member_id=leaver.member_id).delete()[0]
                for model in (Preference, Schedule, Weariness, Digest)
            ),
            forgetting=_("supprimées"),
        ),
        Holding(
            name="notifications.devices",
            title=_("Appareils notifiés"),
            what=_(
                "le navigateur, en deux mots, et l'adresse que son éditeur lui donne pour recevoir des notifications ; l'éditeur y voit"
                " passer un message chiffré qu'il ne peut pas lire"
            ),
            purpose=_("montrer une notification sur l'appareil choisi"),
            basis=Basis.CHOICE,
            keep=Period(until=_("jusqu'à la déconnexion de l'appareil")),
            readers={},
            tables=("notifications_device",),
            export=_devices,
            forget=lambda leaver: Device.objects.filter(member_id=leaver.member_id).delete()[0],
            forgetting=_("supprimés"),
        ),
        Holding(
            name="notifications.received",
            title=_("Réponses reçues par mail"),
            what=_(
                "le mail entier par lequel la personne a répondu, avec ce qu'il cite et ses fichiers ; pourquoi il n'a pas été publié"
            ),
            purpose=_("publier la réponse, et que son auteur retrouve ce qui en a été retiré"),
            basis=Basis.INTEREST,
            keep=Period(days=30),
            readers={Reader.FACILITATORS: _("les fichiers joints à une réponse qu'ils peuvent lire")},
            tables=("notifications_receivedmail",),
            export=held.export,
            forget=held.forget,
            forgetting=_("supprimées, celles de collègues où son nom est cité comprises"),
            expire=lambda before: ReceivedMail.objects.filter(received_at__lt=before).delete()[0],
        ),
    )
    register_texts(
        FreeText("notifications_notification", ("title", "excerpt"), _("Notification d'un collègue"), author="actor_id"),
        FreeText("notifications_mail", ("items",), _("Condensé d'un collègue")),
    )
    impersonal("the quiet hours of a site, or of the organisation", "notifications_quiethours")
    impersonal("the key by which push services know the installation", "notifications_pushkey")
    file_kinds.add("letter", letterbox.remove)


def _told(member_id: int, limit: int | None) -> Iterable[Part]:
    told = Notification.objects.filter(recipient_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "notifications", _("Ce dont on vous a prévenu"),
        {"created_at": _("Quand"), "title": _("Quoi"), "excerpt": _("Extrait"), "read_at": _("Lu"), "mail": _("Mail")},
        [
            {
                "created_at": one.created_at, "title": "" if one.gone else one.title, "excerpt": "" if one.gone else one.excerpt,
                "url": one.url,
                "read_at": one.read_at, "mail": one.mail_state,
            }
            for one in told
        ],
    )  # fmt: skip


def _devices(member_id: int, limit: int | None) -> Iterable[Part]:
    found = Device.objects.filter(member_id=member_id).order_by("-pk")[:limit]
    columns = {"name": _("Navigateur"), "endpoint": _("Adresse chez son éditeur"), "created_at": _("Depuis")}
    yield Part("devices", _("Vos appareils notifiés"), columns, [{key: getattr(one, key) for key in columns} for one in found])


def _preferences(member_id: int, limit: int | None) -> Iterable[Part]:
    chosen = Preference.objects.filter(member_id=member_id).order_by("kind")
    columns = {"kind": _("Nature"), "app": _("Sous la cloche"), "mail": _("Par mail"), "push": _("Sur mes appareils")}
    yield Part(
        "kinds", _("Ce que vous avez choisi de recevoir"), columns,
        [{"kind": one.kind, "app": one.app, "mail": str(Delivery(one.delivery).label), "push": one.push} for one in chosen],
    )  # fmt: skip
    hours = {
        "own": _("Vos propres heures calmes"),
        "quiet_from": _("Calme à partir de"),
        "quiet_until": _("Jusqu'à"),
        "quiet_weekends": _("Week-ends"),
        "quiet_holidays": _("Jours fériés"),
        "digest_every": _("Condensé"),
        "digest_weekday": _("Jour du condensé, 0 pour lundi"),
        "daily_at": _("Heure du condensé"),
    }
    schedules = Schedule.objects.filter(member_id=member_id).order_by("pk")
    yield Part("hours", _("Vos heures"), hours, [{key: getattr(one, key) for key in hours} for one in schedules])
    rarer = {
        "kind": _("Nature"), "level": _("Fréquence divisée par deux, combien de fois"), "since": _("Depuis"),
        "unvisited": _("Mails de suite sans passage dans la semaine"),
    }  # fmt: skip
    tired = Weariness.objects.filter(member_id=member_id).order_by("kind")
    yield Part("rarer", _("Ce qui est devenu plus rare"), rarer, [{key: getattr(one, key) for key in rarer} for one in tired])
    digests = {"next_at": _("Le prochain"), "sent_at": _("Le dernier"), "told": _("Ce que disaient les derniers")}
    found = Digest.objects.filter(member_id=member_id).order_by("pk")
    yield Part("digest", _("Votre condensé"), digests, [{key: getattr(one, key) for key in digests} for one in found])


def forget(leaver: Leaver) -> int:
    """Theirs go. Colleagues keep what they were told, without the name; where the text is taken away, without it too."""
    caused = Notification.objects.filter(actor_id=leaver.member_id)
    if not leaver.keeps_texts:
        caused.update(excerpt="")
    for one in caused.order_by("pk").iterator():
        # Their own words: a signature in an excerpt goes as it does in the text.
        title, excerpt = (leaver.traces.scrub_own(text, "fr") for text in (one.title, one.excerpt))
        if (title, excerpt) != (one.title, one.excerpt):
            Notification.objects.filter(pk=one.pk).update(title=title[:300], excerpt=excerpt[:300])
    caused.update(actor=None)
    page = f"/people/members/{leaver.member_id}/"
    with connection.cursor() as cursor:
        cursor.execute(_NO_ACTOR, {"member": leaver.member_id})
        cursor.execute(_NOT_TOLD, {"page": page})
    _unsay(leaver)
    gone = Notification.objects.filter(Q(recipient_id=leaver.member_id) | Q(url__startswith=page)).delete()[0]
    gone += Mail.objects.filter(recipient_id=leaver.member_id).delete()[0]
    leaver.files += [("letter", name) for name in letterbox.files_with(leaver.traces.found_in)]
    return gone


# Arrays of ids and addresses have no foreign key that would empty them.
_NO_ACTOR = """
UPDATE notifications_notification SET actor_ids = array_remove(actor_ids, %(member)s::bigint)
WHERE %(member)s = ANY(actor_ids)
"""
_NOT_TOLD = """
UPDATE notifications_digest SET told = ARRAY(SELECT url FROM unnest(told) url WHERE NOT starts_with(url, %(page)s))
WHERE EXISTS (SELECT FROM unnest(told) url WHERE starts_with(url, %(page)s))
"""


def _unsay(leaver: Leaver) -> None:
    """Digests that are about to leave say nothing of who left."""
    for mail in Mail.objects.filter(closed_at=None).exclude(items=[]).order_by("pk"):
        kept = [item for item in mail.items if not leaver.traces.found_in("\n".join(item.values()))]
        if len(kept) < len(mail.items):
            Mail.objects.filter(pk=mail.pk).update(items=kept)


def expire(before: datetime) -> int:
    gone = Notification.objects.filter(created_at__lt=before).delete()[0]
    return gone + Mail.objects.filter(closed_at__lt=before).delete()[0]
