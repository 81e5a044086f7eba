"""Facilitators write announcements, change them, and take them back."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.announcements import indexing
from essaim.announcements.events import AnnouncementChanged, AnnouncementWithdrawn
from essaim.announcements.models import Announcement
from essaim.announcements.queries import editable_by
from essaim.content.api import note_files
from essaim.journal import api as journal
from essaim.kernel import clock, markup, typography
from essaim.kernel.errors import Refused
from essaim.people.models import Audience, Member
from essaim.search import api as search

MAX_TITLE = 160
MAX_LENGTH = 20_000


@dataclasses.dataclass(frozen=True)
class Words:
    """What a facilitator wrote, and for whom.

    Parameters:
        source: Markdown.
        restricted_to: ids of audiences, empty for everybody.
        publish_at: when it is to come out, None for as soon as it is published.
        home_until: until when home shows it.
    """

    title: str
    source: str
    language: str
    home_until: datetime.datetime
    restricted_to: Sequence[int] = ()
    by_mail: bool = False
    publish_at: datetime.datetime | None = None


class ChangedMeanwhile(Refused):
    """Somebody else saved it since the form was shown; ``current`` is what stands now."""

    def __init__(self, current: Announcement):
        super().__init__(
            _(
                "Quelqu'un d'autre a enregistré cette annonce entre-temps. Votre texte est gardé ici : comparez, puis enregistrez."
            ),
            code="changed-meanwhile",
        )
        self.current = current


def save_announcement(*, actor: Member, key: uuid.UUID, words: Words, version: int = 0) -> Announcement:
    """Keeps a draft, or changes what was kept.

    Parameters:
        key: the announcement's own; an unknown one makes a draft.
        version: the one that the form showed. 0 for a new one: the same form sent again changes nothing.

    Once it came out, its audiences and the mail stay as they were. The actor has to run both the audiences that it had and those
    that it is to have. Raises Refused, ChangedMeanwhile among them.
    """
    title = _checked(words)
    try:
        with transaction.atomic():
            known = Announcement.objects.select_for_update().filter(key=key).first()
            if known:
                _refuse_others(actor, known.restricted_to)
            if known is None or not known.is_out:
                _refuse_others(actor, words.restricted_to)
            if known is None:
                return _create(actor, key, words, title)
            return known if version == 0 else _change(actor, known, words, title, version)
    except IntegrityError:
        # The same form arrived twice at once: the other one was quicker.
        known = Announcement.objects.get(key=key)
        _refuse_others(actor, known.restricted_to)
        return known


def _refuse_others(actor: Member, restricted_to: Sequence[int]) -> None:
    if not actor.facilitates(restricted_to):
        raise Refused(_("Vous animez certains publics : adressez l'annonce à ceux-là."), code="not-yours")


def refuse_past(moment: datetime.datetime | None) -> None:
    """Refuses to let something come out before now."""
    if moment and moment <= clock.now():
        raise Refused(_("Ce moment est passé : choisissez-en un autre, ou laissez vide."), code="past")


def _checked(words: Words) -> str:
    title = typography.set_text(" ".join(words.title.replace("\x00", "").split()), words.language)
    if not title:
        raise Refused(_("Donnez un titre : c'est lui que l'on lit sur l'accueil et dans l'objet du mail."), code="title-empty")
    if len(title) > MAX_TITLE:
        raise Refused(
            _("Ce titre compte %(n)d caractères, %(most)d au plus.") % {"n": len(title), "most": MAX_TITLE}, code="title-long"
        )
    source = markup.clean_source(words.source)
    if not source or not markup.to_text(markup.rendered(source, language=words.language)):
        raise Refused(_("L'annonce ne montre aucun texte. Écrivez quelques mots."), code="empty")
    if len(source) > MAX_LENGTH:
        raise Refused(
            _("L'annonce compte %(n)d caractères, %(most)d au plus. Le reste peut aller dans un fil ou une leçon.")
            % {"n": len(source), "most": MAX_LENGTH},
            code="too-long",
        )
    if words.home_until <= (words.publish_at or clock.now()):
        raise Refused(_("Elle quitterait l'accueil avant d'y paraître : choisissez un jour plus tardif."), code="home-until")
    known = Audience.objects.filter(pk__in=words.restricted_to).count()
    if known != len(set(words.restricted_to)):
        raise Refused(_("Un des publics choisis n'existe plus : choisissez-les à nouveau."), code="audience-gone")
    return title


def _text(words: Words, title: str) -> dict[str, object]:
    source = markup.clean_source(words.source)
    return {
        "title": title,
        "source": source,
        "html": markup.rendered(source, language=words.language),
        "language": words.language,
        "home_until": words.home_until,
    }


def _delivery(words: Words) -> dict[str, object]:
    return {
        "restricted_to": sorted(set(words.restricted_to)), "by_mail": words.by_mail, "publish_at": words.publish_at,
    }  # fmt: skip


def _create(actor: Member, key: uuid.UUID, words: Words, title: str) -> Announcement:
    made = Announcement.objects.create(
        key=key, author=actor, created_at=clock.now(), **_text(words, title), **_delivery(words)
    )  # fmt: skip
    note_shown(made)
    return made


def note_shown(announcement: Announcement) -> None:
    """Notes the files to which it leads: once it is out, those that it is for may open them."""
    shown = [{"type": "html", "html": announcement.html}]
    # An announcement has one language, which may change: it is not told apart.
    note_files(kind="announcement", object_id=announcement.pk, language="", body=shown)


def _change(actor: Member, known: Announcement, words: Words, title: str, version: int) -> Announcement:
    if known.version != version:
        raise ChangedMeanwhile(known)
    if known.state == Announcement.State.WITHDRAWN:
        raise Refused(_("Cette annonce est retirée : écrivez-en une autre."), code="withdrawn")
    values = _text(words, title) | ({} if known.is_out else _delivery(words))
    # A moment taken away from what is scheduled makes it a draft again.
    if known.state == Announcement.State.SCHEDULED and words.publish_at is None:
        values["state"] = Announcement.State.DRAFT
    for name, value in values.items():
        setattr(known, name, value)
    known.version += 1
    if known.is_out:
        known.edited_at = clock.now()
        journal.record(AnnouncementChanged(actor_id=actor.pk, subject_id=known.pk))
        indexing.refresh([known.pk])
    known.save()
    note_shown(known)
    return known


@transaction.atomic
def discard_draft(*, actor: Member, announcement_id: int) -> None:
    """Throws away what did not come out. Doing it twice changes nothing, nor does it for who does not run it; what is out must be
    withdrawn (Refused)."""
    found = editable_by(actor).select_for_update().filter(pk=announcement_id).first()
    if found and found.is_out:
        raise Refused(_("Cette annonce est déjà parue : elle peut être retirée, pas jetée."), code="out")
    if found:
        note_files(kind="announcement", object_id=found.pk, language="", body=[])
        found.delete()


@transaction.atomic
def withdraw_announcement(*, actor: Member, announcement_id: int) -> Announcement:
    """Takes back an announcement that is out: it leaves home, lists and search, and mails that have not left stay.

    Its page says so, and what colleagues said about it stays theirs. Raises Announcement.DoesNotExist, also for who does not run it.
    """
    found = editable_by(actor).select_for_update().get(pk=announcement_id, publish_at__isnull=False)
    if found.state == Announcement.State.PUBLISHED:
        found.state, found.withdrawn_at = Announcement.State.WITHDRAWN, clock.now()
        found.version += 1
        found.save(update_fields=["state", "withdrawn_at", "version"])
        found.seen.all().delete()
        journal.record(AnnouncementWithdrawn(actor_id=actor.pk, subject_id=found.pk))
        search.hide(indexing.KIND, [found.pk])
        indexing.refresh([found.pk])
    return found
