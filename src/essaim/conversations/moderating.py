"""Who hears of moderation: facilitators of what is reported, those whose words are concerned, and whoever reported them."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.journal import api as journal
from essaim.kernel.markup import excerpt
from essaim.notifications import api as notifications
from essaim.people.models import Member, Role

from .between import excerpt_of
from .events import Moderated, PostReported, ReportsDismissed
from .models import ModerationAct, Post, Report, Thread

REPORTED, CLOSED, MODERATED = "conversations.report", "conversations.report-closed", "conversations.moderation"


def register() -> None:
    notifications.register(notifications.Kind(MODERATED, gettext_lazy("L'équipe d'animation agit sur mes messages"), order=14))
    notifications.register(notifications.Kind(CLOSED, gettext_lazy("Un message que j'ai signalé a été lu"), "none", order=15))
    reported = gettext_lazy("Un message est signalé, et j'anime")
    notifications.register(notifications.Kind(REPORTED, reported, order=16, concerns=_facilitates))


def _facilitates(member: Member) -> bool:
    return member.is_facilitator or bool(member.facilitated_ids)


@journal.consumes(PostReported)
def tell_facilitators(entry_id: int, event: PostReported) -> None:
    report = Report.objects.select_related("post__thread").filter(pk=event.report_id, closed_at=None).first()
    if report is None:
        return
    recipients = _facilitators(report.post.thread.audience_scope)
    if recipients:
        notifications.notify(
            kind=REPORTED, recipients=recipients, entry_id=entry_id, title=lambda: _reported(report.post.thread),
            excerpt=report.get_reason_display, url=reverse("conversations:moderate-post", args=[report.post_id]),
            actor_id=event.actor_id, topic=f"report:{report.post_id}", gathered=lambda several: _reported(report.post.thread, several.events),
        )  # fmt: skip


def _reported(thread: Thread, times: int = 1) -> str:
    given = {"thread": thread.title, "n": times}
    if times > 1:
        words = (
            _("Un message est signalé %(n)d fois dans « %(thread)s »")
            if thread.title
            else _("Un message est signalé %(n)d fois")
        )
    else:
        words = _("Un message est signalé dans « %(thread)s »") if thread.title else _("Un message est signalé")
    return words % given


def _facilitators(scope: Sequence[int]) -> list[int]:
    """Those who run what is for these audiences: of everybody, and of every one of these."""
    everywhere = Q(grants__role=Role.FACILITATOR, grants__audience=None)
    found = set(Member.objects.filter(everywhere, is_active=True).order_by().values_list("pk", flat=True))
    if scope:
        theirs = [
            set(
                Member.objects.filter(grants__role=Role.FACILITATOR, grants__audience=id)
                .order_by()
                .values_list("pk", flat=True)
            )
            for id in scope
        ]
        found |= set.intersection(*theirs)
    return sorted(found)


@journal.consumes(Moderated)
def tell_of_act(entry_id: int, event: Moderated) -> None:
    act = ModerationAct.objects.select_related("thread", "post").filter(pk=event.act_id).first()
    if act is None:
        return
    if act.kind in (ModerationAct.Kind.HIDE_THREAD, ModerationAct.Kind.SHOW_THREAD):
        _reword(act.thread)
    if act.member_id and act.member_id != act.actor_id:
        notifications.notify(
            kind=MODERATED, recipients=[act.member_id], entry_id=entry_id, title=lambda: _title(act),
            excerpt=excerpt(act.reason, 280), url=f"{reverse('conversations:moderation-mine')}#act-{act.pk}",
            # What was done to a thread is one thing to look at; each word is one by itself.
            topic="" if act.kind == ModerationAct.Kind.WARN else f"moderation:{act.thread_id}",
            gathered=lambda several: _title(act, several.events),
        )  # fmt: skip
    _tell_authors(entry_id, act, event.authors)
    _answer(entry_id, event.reports, gettext_lazy("L'équipe d'animation l'a lu, et a agi."))


@journal.consumes(ReportsDismissed)
def tell_of_nothing(entry_id: int, event: ReportsDismissed) -> None:
    _answer(entry_id, event.reports, gettext_lazy("L'équipe d'animation l'a lu, et n'y a rien changé."))


def _tell_authors(entry_id: int, act: ModerationAct, authors: Sequence[int]) -> None:
    """Tells those whose posts went with somebody else's, or who asked what it had answered. The reason was said to whoever wrote it,
    and stays theirs."""
    if not authors:
        return
    hides = act.kind in (ModerationAct.Kind.HIDE_THREAD, ModerationAct.Kind.SHOW_THREAD)
    # What moved is found behind the thread's address; what is hidden is not there.
    mine, there = f"{reverse('conversations:moderation-mine')}#act-{act.pk}", f"/conversations/threads/{act.thread_id}/"
    answered = act.kind == ModerationAct.Kind.HIDE_POST
    words = gettext_lazy("C'était la réponse retenue à votre question.") if answered else gettext_lazy("Vous y aviez écrit.")
    notifications.notify(
        kind=MODERATED, recipients=authors, entry_id=entry_id, title=lambda: _title(act), excerpt=words,
        url=mine if hides else there,
    )  # fmt: skip


def _answer(entry_id: int, reports: Iterable[int], words: object) -> None:
    for report in Report.objects.filter(pk__in=list(reports)).order_by("pk"):
        if report.reporter_id is None:
            continue
        notifications.notify(
            kind=CLOSED, recipients=[report.reporter_id], entry_id=entry_id, title=gettext_lazy("Le message que vous avez signalé"),
            # An address of its own: it is not about the words of the post, and no answer to it.
            excerpt=words, url=f"/conversations/posts/{report.post_id}/?reported", topic=f"report-closed:{report.post_id}",
        )  # fmt: skip


def _title(act: ModerationAct, times: int = 1) -> str:
    given = {"what": act.get_kind_display(), "thread": act.thread.title, "n": times}
    if times > 1:
        words = (
            _("L'équipe d'animation a agi %(n)d fois dans « %(thread)s », la dernière : %(what)s")
            if act.thread.title
            else _("L'équipe d'animation a agi %(n)d fois, la dernière : %(what)s")
        )
        return words % given
    return _("%(what)s : « %(thread)s »") % given if act.thread.title else str(given["what"])


def _reword(thread: Thread) -> None:
    """What was told of the posts of a thread is not read on while it is hidden, and is again once it is shown.

    Who may not see it any more is told nothing of it at all (``sights``).
    """
    hidden = thread.shown_to is not None
    standing = Post.objects.filter(thread=thread, deleted_at=None).select_related("thread")
    for post in standing.order_by("pk").iterator(chunk_size=100):
        words = gettext_lazy("Ce fil a été masqué par l'équipe d'animation.") if hidden else excerpt_of(post)
        notifications.reword(url=f"/conversations/posts/{post.pk}/", excerpt=words)
