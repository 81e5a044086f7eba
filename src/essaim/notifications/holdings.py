"""What notifications hold about a member (essaim.privacy): what they were told, and how they want to be."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, file_kinds, register, register_texts

from . import letterbox
from .inbound import held
from .models import Mail, Notification, Preference, ReceivedMail, Schedule


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
            what=_("ce que la personne veut recevoir, et à quelles heures"),
            purpose=_("ne pas déranger"),
            basis=Basis.CHOICE,
            keep=Period(until=_("tant que le compte existe")),
            readers={},
            tables=("notifications_preference", "notifications_schedule"),
            export=_preferences,
            forget=lambda leaver: (
                Preference.objects.filter(member_id=leaver.member_id).delete()[0]
                + Schedule.objects.filter(member_id=leaver.member_id).delete()[0]
            ),
            forgetting=_("supprimées"),
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
        FreeText("notifications_notification", ("title", "excerpt"), _("Notification d'un collègue"), author="actor_id")
    )
    file_kinds.add("letter", letterbox.remove)


def _told(member_id: int, limit: int | None) -> Iterable[Part]:
    told = Notification.objects.filter(recipient_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "notifications", _("Ce dont vous avez été prévenu"),
        {"created_at": _("Quand"), "title": _("Quoi"), "excerpt": _("Extrait"), "read_at": _("Lu"), "mail": _("Mail")},
        [
            {
                "created_at": one.created_at, "title": one.title, "excerpt": one.excerpt, "url": one.url,
                "read_at": one.read_at, "mail": one.mail_state,
            }
            for one in told
        ],
    )  # fmt: skip


def _preferences(member_id: int, limit: int | None) -> Iterable[Part]:
    chosen = Preference.objects.filter(member_id=member_id).order_by("kind")
    yield Part(
        "kinds", _("Ce que vous avez choisi de recevoir"), {"kind": _("Nature"), "delivery": _("Comment")},
        [{"kind": one.kind, "delivery": one.get_delivery_display()} for one in chosen],
    )  # fmt: skip
    hours = {
        "quiet_from": _("Calme à partir de"),
        "quiet_until": _("Jusqu'à"),
        "quiet_weekends": _("Week-ends"),
        "daily_at": _("Matin"),
    }
    schedules = Schedule.objects.filter(member_id=member_id).order_by("pk")
    yield Part("hours", _("Vos heures calmes"), hours, [{key: getattr(one, key) for key in hours} for one in schedules])


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
    gone = Notification.objects.filter(Q(recipient_id=leaver.member_id) | Q(url__startswith=page)).delete()[0]
    gone += Mail.objects.filter(recipient_id=leaver.member_id).delete()[0]
    leaver.files += [("letter", name) for name in letterbox.files_with(leaver.traces.found_in)]
    return gone


def expire(before: datetime) -> int:
    gone = Notification.objects.filter(created_at__lt=before).delete()[0]
    return gone + Mail.objects.filter(closed_at__lt=before).delete()[0]
