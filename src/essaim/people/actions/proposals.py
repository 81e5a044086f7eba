"""Managers propose objectives to their team; each member answers in private."""

import dataclasses
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.anonymity import combine, figure
from essaim.kernel.errors import Refused
from essaim.organisation.models import Objective
from essaim.people.events import ObjectiveProposed
from essaim.people.models import Member, ObjectiveProposal, ProposalAnswer, StatedObjective

from .members import state_objectives

MOST = 10
MAX_NOTE = 1000


def propose_objective(*, actor: Member, key: uuid.UUID, objective: Objective, note: str = "") -> ObjectiveProposal:
    """Proposes an objective to those whose manager the directory says that the actor is.

    The same ``key`` again proposes nothing. Raises Refused: nobody to propose to, too many proposals, the same one again.
    """
    try:
        with transaction.atomic():
            if known := ObjectiveProposal.objects.filter(key=key, manager=actor).first():
                return known
            _refuse(actor, note)
            team = list(Member.objects.filter(manager=actor, is_active=True).order_by("pk").values_list("pk", flat=True))
            if not team:
                raise Refused(_("L'annuaire ne vous donne pas d'équipe : il n'y a personne à qui proposer."), code="no-team")
            proposal = ObjectiveProposal.objects.create(
                key=key, manager=actor, objective=objective, note=note.strip(), proposed_at=clock.now()
            )
            ProposalAnswer.objects.bulk_create(ProposalAnswer(proposal=proposal, member_id=pk) for pk in team)
            journal.record(ObjectiveProposed(actor_id=actor.pk, subject_id=proposal.pk, objective_id=objective.pk))
            return proposal
    except IntegrityError:
        known = ObjectiveProposal.objects.filter(key=key, manager=actor).first()
        if known:
            return known
        raise Refused(_("Vous proposez déjà cet objectif : retirez d'abord la proposition en cours."), code="again") from None


def _refuse(actor: Member, note: str) -> None:
    if len(note) > MAX_NOTE:
        raise Refused(
            _("Ce mot compte %(n)d caractères, %(most)d au plus.") % {"n": len(note), "most": MAX_NOTE}, code="too-long"
        )
    if ObjectiveProposal.objects.filter(manager=actor, withdrawn_at=None).count() >= MOST:
        raise Refused(
            _("Vous proposez déjà %(most)d objectifs : une équipe ne peut pas tout viser. Retirez-en un d'abord.")
            % {"most": MOST},
            code="too-many",
        )


@transaction.atomic
def withdraw_proposal(*, actor: Member, proposal_id: int) -> None:
    """Takes a proposal back. What was answered to it is deleted; objectives that members took stay theirs.

    Raises ObjectiveProposal.DoesNotExist where it is not the actor's.
    """
    proposal = ObjectiveProposal.objects.select_for_update().get(pk=proposal_id, manager=actor)
    if proposal.withdrawn_at is None:
        proposal.withdrawn_at = clock.now()
        proposal.shown_answered = proposal.shown_taken = None
        proposal.save()
        proposal.answers.all().delete()


@transaction.atomic
def answer_proposal(*, actor: Member, proposal_id: int, answer: str, objective: Objective | None = None) -> None:
    """Accepts a proposed objective, takes another one instead (``adapted``), or declines; one may change one's mind.

    What is accepted, or chosen instead, joins the actor's stated objectives, which are private. Nothing is taken out of them.
    Raises ProposalAnswer.DoesNotExist where nothing (any more) was proposed to the actor, Refused for half an answer.
    """
    row = (
        ProposalAnswer.objects.select_for_update(of=("self",))
        .select_related("proposal__objective")
        .get(proposal=proposal_id, member=actor, proposal__withdrawn_at=None)
    )
    chosen = ProposalAnswer.Answer(answer)
    if chosen == ProposalAnswer.Answer.ADAPTED and objective is None:
        raise Refused(_("Choisissez l'objectif que vous prenez à la place."), code="adapted-to-nothing")
    row.answer = chosen
    row.save(update_fields=["answer"])
    taken = {ProposalAnswer.Answer.ACCEPTED: row.proposal.objective, ProposalAnswer.Answer.ADAPTED: objective}.get(chosen)
    if taken:
        stated = StatedObjective.objects.filter(member=actor).select_related("objective").order_by("pk")
        state_objectives(actor=actor, objectives=[*(one.objective for one in stated), taken], undated=True)


@transaction.atomic
def count_proposals() -> int:
    """Once a night: the figures of every open proposal as its manager may see them. Returns how many proposals.

    Of the people to whom it was proposed and who are still there; none of fewer than five. The rounding is drawn from all of
    them and the objective, whatever each of them answered (kernel.anonymity, docs/anonymity.md).
    """
    proposals = list(ObjectiveProposal.objects.select_for_update().filter(withdrawn_at=None).order_by("pk"))
    for proposal in proposals:
        rows = list(proposal.answers.filter(member__is_active=True).order_by("pk").values_list("answer", "member__record_key"))
        key, subject = combine(key for _answer, key in rows), f"objective {proposal.objective_id}"
        answered = figure(sum(answer != "" for answer, _key in rows), len(rows), key, subject)
        taken = figure(sum(answer in ("accepted", "adapted") for answer, _key in rows), len(rows), key, subject)
        proposal.shown_answered = dataclasses.asdict(answered) if answered else None
        proposal.shown_taken = dataclasses.asdict(taken) if taken else None
        proposal.counted_on = clock.today()
        proposal.save(update_fields=["shown_answered", "shown_taken", "counted_on"])
    return len(proposals)
