"""Newcomers introduce themselves, if they wish: one thread each, which is theirs as any other."""

import dataclasses
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.conversations.events import ThreadStarted
from essaim.conversations.models import IntroductionOffer, Kind, Post, Thread
from essaim.conversations.text import write
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.markup import excerpt
from essaim.people.models import Member

from .posts import edit_post, restore_post
from .threads import clean_title
from .writing import Outcome, add_post, already_written

# The anchor of an introduction is who introduces themselves. It is no registered kind: nobody else can write one.
ANCHOR = "introduction"


@dataclasses.dataclass(frozen=True)
class Answers:
    """What somebody says of themselves; each may be empty, not all of them."""

    does: str = ""
    aims: str = ""
    ask: str = ""

    def as_source(self) -> str:
        parts = [(_("Ce que je fais"), self.does), (_("Ce que je cherche à réussir"), self.aims)]
        parts.append((_("Ce sur quoi on peut me demander"), self.ask))
        return "\n\n".join(f"**{title}**\n\n{text.strip()}" for title, text in parts if text.strip())


def introduce(*, actor: Member, key: uuid.UUID, answers: Answers, language: str) -> Outcome:
    """Posts the actor's introduction, or brings back the one they had removed, with the new words.

    One each: whoever has one already gets it back unchanged. Raises Refused when nothing is said.
    """
    source = answers.as_source()
    if not source:
        raise Refused(
            _("Une réponse suffit, celle que vous voulez. Ou revenez plus tard : rien n'est obligatoire."), code="empty"
        )
    title = clean_title(_("Je me présente : %(what)s") % {"what": _what(actor, answers)}, language)
    try:
        with transaction.atomic():
            known = Thread.objects.select_for_update().filter(anchor_type=ANCHOR, anchor_id=actor.pk).first()
            if known is None:
                return _post(actor, key, title, source, language)
            first = Post.objects.select_related("thread").get(thread=known, number=1)
            if first.deleted_at is None:
                return Outcome(first)
            if first.hidden_at:
                raise Refused(
                    _("L'équipe d'animation a masqué votre présentation. Écrivez-lui pour en publier une autre."), code="hidden"
                )
            restore_post(actor=actor, post_id=first.pk)
            return edit_post(actor=actor, post_id=first.pk, source=source, language=language, title=title)
    except IntegrityError:
        # The same form arrived twice at once: the other one was quicker.
        known = Thread.objects.get(anchor_type=ANCHOR, anchor_id=actor.pk)
        return Outcome(Post.objects.select_related("thread").get(thread=known, number=1))


def _what(actor: Member, answers: Answers) -> str:
    """A few words of theirs for the title. Not their name: it stands above the text, and goes with them."""
    said = next((text.strip() for text in (answers.does, answers.aims, answers.ask) if text.strip()), "")
    return excerpt(said.splitlines()[0], 90).rstrip(".")


def _post(actor: Member, key: uuid.UUID, title: str, source: str, language: str) -> Outcome:
    if before := already_written(actor=actor, key=key):
        return Outcome(before)
    written = write(source, language=language, actor=actor)
    now = clock.now()
    thread = Thread.objects.create(
        kind=Kind.DISCUSSION, title=title, language=language, author=actor, anchor_type=ANCHOR, anchor_id=actor.pk,
        created_at=now, last_post_at=now,
    )  # fmt: skip
    post = add_post(thread, author=actor, key=key, written=written, language=language)
    journal.record(
        ThreadStarted(
            actor_id=actor.pk, subject_id=thread.pk, post_id=post.pk, kind=thread.kind, anchor_type=ANCHOR,
            anchor_id=actor.pk, mentioned=written.mentioned, groups=written.groups,
        )
    )  # fmt: skip
    return Outcome(post, written.blind, written.unclear)


@transaction.atomic
def decline_introduction(*, actor: Member) -> None:
    """The actor is not offered any more to introduce themselves. Doing it twice changes nothing."""
    IntroductionOffer.objects.get_or_create(member=actor, defaults={"declined_at": clock.now()})
