from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from essaim.conversations.events import PostReported, ReportsDismissed
from essaim.conversations.models import Post, Reason, Report, Thread
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .moderation import said
from .pace import refuse_haste_of_reports


def report_post(*, actor: Member, post_id: int, reason: str, text: str = "") -> Report:
    """Asks the facilitators to look at a post; the same member asks once about the same post, and again once that was closed.

    Raises Refused, and Post.DoesNotExist for what the actor may not see, wrote themselves, or is between a few people.
    """
    try:
        with transaction.atomic():
            return _report(actor, post_id, reason, text)
    except IntegrityError:
        # The same form arrived twice at once.
        return Report.objects.get(post=post_id, reporter=actor)


def _report(actor: Member, post_id: int, reason: str, text: str) -> Report:
    post = reportable(actor).get(pk=post_id)
    if reason not in Reason.values:
        raise Refused(_("Choisissez ce qui ne va pas dans ce message."), code="reason")
    text = said(text, needed=False)
    if reason == Reason.OTHER and not text:
        raise Refused(_("Dites en quelques mots ce qui ne va pas."), code="text")
    known = Report.objects.filter(post=post, reporter=actor).select_for_update().first()
    if known and known.closed_at is None:
        return known
    refuse_haste_of_reports(actor)
    report = known or Report(post=post, reporter=actor)
    report.reason, report.text, report.created_at = reason, text, clock.now()
    report.closed_at = report.closed_by = report.act = None
    report.save()
    journal.record(PostReported(actor_id=actor.pk, subject_id=post.pk, report_id=report.pk))
    return report


def reportable(actor: Member) -> QuerySet[Post]:
    """Posts of others that the actor sees, and that are not between a few people alone: nobody facilitates these."""
    return Post.objects.filter(thread__in=Thread.objects.visible_to(actor).for_audiences(), deleted_at=None).exclude(
        author=actor
    )


@transaction.atomic
def dismiss_reports(*, actor: Member, post_id: int) -> int:
    """Closes the reports of a post with nothing done; who reported it is told. Returns how many there were."""
    post = Post.objects.run_by(actor).get(pk=post_id)
    waiting = list(
        Report.objects.select_for_update().filter(post=post, closed_at=None).order_by("pk").values_list("pk", flat=True)
    )
    if waiting:
        Report.objects.filter(pk__in=waiting).update(closed_at=clock.now(), closed_by=actor)
        journal.record(ReportsDismissed(actor_id=actor.pk, subject_id=post.pk, reports=waiting))
    return len(waiting)
