"""Objectives that a manager proposes to their team, and what each answers in private."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people import teams as reads
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.proposals import answer_proposal, propose_objective, withdraw_proposal
from essaim.people.models import ObjectiveProposal, ProposalAnswer
from essaim.people.team_forms import AnswerForm, ProposalForm
from essaim.ui.shell import render


@member_required
def proposals(request: MemberRequest) -> HttpResponse:
    manages = "manager" in request.user.role_names
    form, refused, status = ProposalForm(initial={"key": new_key()}), "", 200
    if request.method == "POST" and manages:
        form, status = ProposalForm(request.POST), 422
        if form.is_valid():
            try:
                propose_objective(actor=request.user, **form.cleaned_data)
                messages.success(request, _("L'objectif est proposé : chacun le trouve sur son accueil, et répond en privé."))
                return redirect("people:proposals")
            except Refused as error:
                refused = str(error)
    return render(
        request, "people/proposals.html", status=status, form=form if manages else None, refused=refused,
        proposed=reads.proposals_by(request.user) if manages else [], received=reads.proposals_to(request.user),
    )  # fmt: skip


@member_required
def proposal(request: MemberRequest, id: int) -> HttpResponse:
    row = next((row for row in reads.proposals_to(request.user) if row.proposal_id == id), None)
    if row is None:
        raise Http404
    form, refused = AnswerForm(initial={"answer": row.answer}), ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                answer_proposal(actor=request.user, proposal_id=id, **form.cleaned_data)
                messages.success(request, _("C'est noté, pour vous seulement. Vous pouvez changer d'avis ici."))
                return redirect("people:proposals")
            except Refused as error:
                refused = str(error)
            except ProposalAnswer.DoesNotExist as error:
                raise Http404 from error
    return render(
        request, "people/proposal.html", status=422 if request.method == "POST" else 200, row=row, form=form, refused=refused
    )


@require_POST
@member_required
def withdraw(request: MemberRequest, id: int) -> HttpResponse:
    try:
        withdraw_proposal(actor=request.user, proposal_id=min(id, 2**63 - 1))
    except ObjectiveProposal.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("La proposition est retirée. Ce que chacun a pris lui reste."))
    return redirect("people:proposals")
