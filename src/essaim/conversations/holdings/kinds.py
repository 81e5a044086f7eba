"""What is held of members beside what they wrote: votes, same questions, reports, and what was done to their words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, F, When
from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, register, register_texts

from ..models import Ballot, ModerationAct, Poll, PollOption, Report, SameQuestion, Thread, Vote


def declare() -> None:
    register(
        Holding(
            name="conversations.votes",
            title=_("Votes et questions partagées"),
            what=_("ce que la personne a choisi dans les sondages avec les noms ; dans ceux sans les noms, qu'elle a voté ; "
                   "les questions qu'elle dit se poser aussi"),
            purpose=_("compter chaque voix une fois, et prévenir d'une réponse qui manque à plusieurs"),
            basis=Basis.CHOICE,
            keep=Period(until=_("tant que le fil existe")),
            readers={Reader.COLLEAGUES: _("les votes avec les noms, une fois que soi-même on a voté ; du reste, le nombre seul")},
            tables=("conversations_vote", "conversations_ballot", "conversations_samequestion"),
            export=_export_votes,
            forget=_forget_votes,
            forgetting=_("supprimés ; les votes sans les noms restent comptés, personne ne sait lequel était le sien"),
        ),
        Holding(
            name="conversations.moderation",
            title=_("Signalements et actes de l'équipe d'animation"),
            what=_("les messages que la personne a signalés, et pourquoi ; ce que l'équipe d'animation a fait de ses messages, "
                   "et pourquoi ; ce qu'elle a fait elle-même en animant"),
            purpose=_("que les conversations restent sûres, et que chaque acte ait une raison"),
            basis=Basis.INTEREST,
            keep=Period(months=6, until=_("tant qu'un signalement attend, qu'un message est masqué ou un fil fermé")),
            readers={Reader.FACILITATORS: _("les signalements avec le nom, et tous les actes, de ce qu'elle anime")},
            tables=("conversations_report", "conversations_moderationact"),
            export=_export_moderation,
            forget=_forget_moderation,
            forgetting=_("les noms retirés ; ce que la personne a écrit en signalant est supprimé"),
            expire=_expire,
        ),
    )  # fmt: skip
    register_texts(
        FreeText("conversations_report", ("text",), _("Signalement"), author="reporter_id"),
        FreeText("conversations_moderationact", ("reason",), _("Mot de l'équipe d'animation"), author="actor_id"),
        FreeText("conversations_finding", ("url", "source"), _("Source d'une page vue sur le web"), pk="thread_id"),
        FreeText("conversations_polloption", ("text",), _("Réponse d'un sondage")),
        FreeText("organisation_theme", ("description", "description_en"), _("Description d'un thème")),
    )


def _export_votes(member_id: int, limit: int | None) -> Iterable[Part]:
    votes = Vote.objects.filter(member_id=member_id).select_related("option__poll__thread").order_by("-pk")[:limit]
    yield Part(
        "votes", _("Vos votes avec votre nom"), {"thread": _("Sondage"), "choice": _("Choix")},
        [{"thread": vote.option.poll.thread.title, "url": _address(vote.option.poll_id), "choice": vote.option.text} for vote in votes],
    )  # fmt: skip
    ballots = Ballot.objects.filter(member_id=member_id).select_related("poll__thread").order_by("pk")[:limit]
    yield Part(
        "ballots", _("Les sondages sans les noms où vous avez voté"), {"thread": _("Sondage")},
        [{"thread": ballot.poll.thread.title, "url": _address(ballot.poll_id)} for ballot in ballots],
    )  # fmt: skip
    same = SameQuestion.objects.filter(member_id=member_id).select_related("thread").order_by("-pk")[:limit]
    yield Part(
        "same-questions", _("Les questions que vous vous posez aussi"), {"thread": _("Question")},
        [{"thread": one.thread.title, "url": _address(one.thread_id)} for one in same],
    )  # fmt: skip


def _export_moderation(member_id: int, limit: int | None) -> Iterable[Part]:
    reports = Report.objects.filter(reporter_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "reports", _("Ce que vous avez signalé"),
        {"reason": _("Pourquoi"), "text": _("Vos mots"), "at": _("Le"), "closed_at": _("Clos le")},
        [
            {"reason": report.get_reason_display(), "text": report.text, "at": report.created_at, "closed_at": report.closed_at,
             "url": f"/conversations/posts/{report.post_id}/"}
            for report in reports
        ],
    )  # fmt: skip
    about = ModerationAct.objects.filter(member_id=member_id).select_related("thread").order_by("-pk")[:limit]
    yield Part("moderation", _("Ce que l'équipe d'animation a fait de vos messages"), _COLUMNS, [_act(act) for act in about])
    done = ModerationAct.objects.filter(actor_id=member_id).select_related("thread").order_by("-pk")[:limit]
    yield Part("moderated", _("Ce que vous avez fait en animant"), _COLUMNS, [_act(act) for act in done])


_COLUMNS = {"what": _("Quoi"), "thread": _("Fil"), "reason": _("Pourquoi"), "at": _("Le")}


def _act(act: ModerationAct) -> dict[str, Any]:
    return {"what": act.get_kind_display(), "thread": act.thread.title, "reason": act.reason, "at": act.at}


def _address(thread_id: int) -> str:
    return f"/conversations/threads/{thread_id}/"


def _forget_votes(leaver: Leaver) -> int:
    """A vote with a name goes with it. Of an anonymous one nobody knows which it was: it stays counted."""
    votes = list(Vote.objects.filter(member_id=leaver.member_id).select_related("option").order_by("pk"))
    PollOption.objects.filter(pk__in=[vote.option_id for vote in votes]).update(votes=F("votes") - 1)
    Poll.objects.filter(pk__in={vote.option.poll_id for vote in votes}).update(voters=F("voters") - 1)
    Vote.objects.filter(member_id=leaver.member_id).delete()
    asked = SameQuestion.objects.filter(member_id=leaver.member_id)
    threads = list(asked.order_by().values_list("thread_id", flat=True))
    less = Case(When(same_count__gt=0, then=F("same_count") - 1), default=0)
    Thread.objects.filter(pk__in=threads).update(same_count=less)
    return len(votes) + asked.delete()[0] + Ballot.objects.filter(member_id=leaver.member_id).delete()[0]


def _forget_moderation(leaver: Leaver) -> int:
    changed = Report.objects.filter(reporter_id=leaver.member_id).update(reporter=None, text="")
    changed += Report.objects.filter(closed_by_id=leaver.member_id).update(closed_by=None)
    changed += ModerationAct.objects.filter(actor_id=leaver.member_id).update(actor=None)
    return changed + ModerationAct.objects.filter(member_id=leaver.member_id).update(member=None, reason="")


def _expire(before: datetime) -> int:
    """Reports that were closed, and acts that no longer hold anything hidden or closed, before then."""
    gone = Report.objects.filter(closed_at__lt=before).delete()[0]
    holding = ModerationAct.objects.filter(kind=ModerationAct.Kind.HIDE_POST, undone_by=None, post__hidden_at__isnull=False)
    holding |= ModerationAct.objects.filter(kind=ModerationAct.Kind.HIDE_THREAD, undone_by=None, thread__shown_to__isnull=False)
    holding |= ModerationAct.objects.filter(kind=ModerationAct.Kind.LOCK, undone_by=None, thread__locked_at__isnull=False)
    held = list(holding.order_by().values_list("pk", flat=True))
    old = ModerationAct.objects.filter(at__lt=before).exclude(pk__in=held)
    return gone + old.delete()[0]
