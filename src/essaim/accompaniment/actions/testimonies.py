"""What the two learnt, told to everybody if both agree to the very same words."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accompaniment.events import TestimonyMoved
from essaim.accompaniment.models import Accompaniment, Testimony
from essaim.conversations import api as conversations
from essaim.journal import api as journal
from essaim.kernel import clock, markup, typography
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .holding import hold

MAX_TITLE = 160
MAX_LENGTH = 8000


@transaction.atomic
def write_testimony(
    *, actor: Member, id: int, title: str, source: str, language: str, signs: bool, version: int = 0
) -> Testimony:
    """Proposes words, or changes those that stand: the actor agrees to what they write, the other one has to agree anew.

    Parameters:
        signs: whether the actor's name is under them.
        version: the one that the form showed, 0 for the first.

    Raises Refused, and Accompaniment.DoesNotExist for anybody but the two.
    """
    found = hold(actor, id)
    if not found.has_met:
        raise Refused(_("Un témoignage se raconte après s'être vus."), code="not-met")
    title, source = _checked(title, source, language)
    known = Testimony.objects.filter(pk=found.pk).first()
    asker = found.is_asker(actor)
    if known and known.published_at:
        raise Refused(_("Ce témoignage est publié. Retirez-le d'abord pour en changer les mots."), code="published")
    if known and known.version != version:
        if (known.title, known.source) != (title, source):
            raise Refused(
                _(
                    "Le texte a changé entre-temps. Le vôtre est gardé ici : comparez-le à celui qui est affiché, puis enregistrez."
                ),
                code="changed-meanwhile",
            )
        return _agree(found, known, actor, signs)
    if known and (known.title, known.source) == (title, source):
        return _agree(found, known, actor, signs)
    kept = known or Testimony(accompaniment=found, version=0)
    kept.title, kept.source, kept.html = title, source, markup.rendered(source, language=language)
    kept.language, kept.written_by, kept.changed_at = language, actor, clock.now()
    kept.version += 1
    kept.asker_agreed, kept.helper_agreed = (kept.version, None) if asker else (None, kept.version)
    _sign(kept, asker, signs)
    kept.save()
    _record(found, actor, "written")
    return kept


def _checked(title: str, source: str, language: str) -> tuple[str, str]:
    title = typography.set_text(" ".join(title.replace("\x00", "").split()), language)
    source = markup.clean_source(source)
    if not title:
        raise Refused(_("Donnez un titre : c'est ce que l'on lira en premier."), code="title-empty")
    if len(title) > MAX_TITLE:
        raise Refused(
            _("Ce titre compte %(n)d caractères, %(most)d au plus.") % {"n": len(title), "most": MAX_TITLE}, code="title-long"
        )
    if not source or not markup.to_text(markup.rendered(source, language=language)):
        raise Refused(_("Écrivez quelques mots : ce qui était difficile, ce qui a aidé, ce qui a changé."), code="empty")
    if len(source) > MAX_LENGTH:
        raise Refused(
            _("Ce texte compte %(n)d caractères, %(most)d au plus.") % {"n": len(source), "most": MAX_LENGTH}, code="too-long"
        )
    return title, source


def _sign(kept: Testimony, asker: bool, signs: bool) -> None:
    if asker:
        kept.asker_signs = signs
    else:
        kept.helper_signs = signs


@transaction.atomic
def agree_testimony(*, actor: Member, id: int, version: int, signs: bool) -> Testimony:
    """Agrees to the version that was shown, and to no other. Once both did, it is published. Raises Refused, DoesNotExist."""
    found = hold(actor, id)
    kept = Testimony.objects.get(pk=found.pk)
    if kept.published_at:
        return kept
    if kept.version != version:
        raise Refused(_("Le texte a changé entre-temps : relisez-le avant d'être d'accord."), code="changed-meanwhile")
    return _agree(found, kept, actor, signs)


def _agree(found: Accompaniment, kept: Testimony, actor: Member, signs: bool) -> Testimony:
    asker = found.is_asker(actor)
    if asker:
        kept.asker_agreed = kept.version
    else:
        kept.helper_agreed = kept.version
    _sign(kept, asker, signs)
    if kept.agreed(True) and kept.agreed(False):
        kept.thread_id, kept.published_at = _publish(found, kept, actor), clock.now()
    kept.save()
    _record(found, actor, "published" if kept.published_at else "agreed")
    return kept


def _publish(found: Accompaniment, kept: Testimony, actor: Member) -> int:
    about = (found.about_type, found.about_id) if found.about_id is not None else None
    signed = [
        member for member, signs in ((found.asker, kept.asker_signs), (found.helper, kept.helper_signs)) if member and signs
    ]
    return conversations.publish_jointly(
        actor=actor, key=uuid.uuid5(found.key, f"testimony {kept.version} {kept.changed_at.isoformat()}"), title=kept.title,
        source=kept.source, language=kept.language, signed_by=signed, anchor=about,
    )  # fmt: skip


@transaction.atomic
def take_back_testimony(*, actor: Member, id: int) -> Testimony | None:
    """Either takes their agreement back: what is not published waits, what is published goes from sight. None where there is none."""
    found = hold(actor, id)
    kept = Testimony.objects.filter(pk=found.pk).first()
    if kept is None:
        return None
    if kept.thread_id:
        conversations.take_back_joint(thread_id=kept.thread_id)
        kept.thread_id = kept.published_at = None
        # The words may come back; under another key then.
        kept.version += 1
    elif not kept.agreed(found.is_asker(actor)):
        return kept
    kept.changed_at = clock.now()
    if found.is_asker(actor):
        kept.asker_agreed = None
    else:
        kept.helper_agreed = None
    kept.save()
    _record(found, actor, "taken-back")
    return kept


def _record(found: Accompaniment, actor: Member, step: str) -> None:
    journal.record(TestimonyMoved(actor_id=actor.pk, subject_id=found.pk, step=step))
