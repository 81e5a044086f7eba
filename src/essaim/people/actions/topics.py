"""Members say on what they may be asked."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.kernel.names import fold
from essaim.people.events import MemberChanged
from essaim.people.models import AskTopic, Member

MOST = 8
LONGEST = 80


@transaction.atomic
def state_topics(*, actor: Member, topics: Iterable[str]) -> bool:
    """The actor says on what they may be asked, all of it at once, none included. Returns whether that is something new.

    Raises Refused for too many or too long ones.
    """
    wanted: dict[str, str] = {}
    for topic in topics:
        name = " ".join(topic.replace("\x00", "").split())
        if len(name) > LONGEST:
            raise Refused(
                _("« %(topic)s… » est trop long : %(most)d caractères au plus par sujet.")
                % {"topic": name[:30], "most": LONGEST},
                code="too-long",
            )
        if name:
            wanted.setdefault(fold(name), name)
    if len(wanted) > MOST:
        raise Refused(_("Gardez %(most)d sujets au plus : on vous demandera plus juste.") % {"most": MOST}, code="too-many")
    # The member's row is locked: two forms of theirs sent at once do not mix.
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)
    known = list(AskTopic.objects.filter(member=actor).order_by("position").values_list("name", flat=True))
    if known == list(wanted.values()):
        return False
    AskTopic.objects.filter(member=actor).delete()
    AskTopic.objects.bulk_create(AskTopic(member=actor, position=n, name=name) for n, name in enumerate(wanted.values()))
    journal.record(MemberChanged(actor_id=actor.pk, subject_id=actor.pk, changed=["topics"]))
    return True
