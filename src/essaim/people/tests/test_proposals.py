"""A manager proposes, each decides in private; figures are of five people or more and give nobody away."""

import random
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.journal.models import Entry
from essaim.kernel import clock, together
from essaim.kernel.errors import Refused
from essaim.kernel.suggestions import Suggestion
from essaim.organisation.models import Objective, Theme
from essaim.people.actions.proposals import answer_proposal, count_proposals, propose_objective, withdraw_proposal
from essaim.people.models import Member, ObjectiveProposal, ProposalAnswer, StatedObjective
from essaim.people.queries import load_member
from essaim.people.suggestions import SUGGESTIONS

from .factories import make_member

pytestmark = pytest.mark.django_db


def suggestions_for(member: Member) -> list[Suggestion]:
    (found,) = together.ask(member, SUGGESTIONS)
    return list(found)


def make_objective(slug: str = "ecouter") -> Objective:
    theme, _made = Theme.objects.get_or_create(slug="ecoute", defaults={"name": "Écoute"})
    return Objective.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), "theme": theme})[0]


def make_reports(manager: Member, count: int) -> list[Member]:
    made = [
        Member(
            email=f"r{uuid.uuid4().hex}@brindel.example",
            first_name="R",
            last_name=f"Rapporteur{n:03}",
            manager=manager,
            onboarded_at=clock.now(),
        )
        for n in range(count)
    ]
    return Member.objects.bulk_create(made)


def propose(manager: Member, objective: Objective | None = None, **fields: Any) -> ObjectiveProposal:
    return propose_objective(actor=manager, key=uuid.uuid4(), objective=objective or make_objective(), **fields)


def set_answers(proposal: ObjectiveProposal, accepted: list[Member], declined: list[Member]) -> None:
    for members, answer in ((accepted, "accepted"), (declined, "declined")):
        proposal.answers.filter(member__in=members).update(answer=answer)


def test_those_of_the_directory_hear_of_it_and_nobody_else(client: Client) -> None:
    manager, other = make_member(), make_member()
    (report,) = make_reports(manager, 1)
    propose(manager, note="Pour cet hiver.")
    (suggestion,) = suggestions_for(report)
    assert suggestion.title == "Ecouter" and manager.name in suggestion.why
    assert not suggestions_for(other) and not suggestions_for(manager)
    client.force_login(report)
    assert "Pour cet hiver." in client.get(suggestion.url).content.decode()
    client.force_login(other)
    assert client.get(suggestion.url).status_code == 404


def test_each_accepts_adapts_or_declines_and_may_change_their_mind() -> None:
    manager = make_member()
    first, second, third = (load_member(one.pk) or one for one in make_reports(manager, 3))
    instead = make_objective("autre")
    proposal = propose(manager)
    answer_proposal(actor=first, proposal_id=proposal.pk, answer="accepted")
    answer_proposal(actor=second, proposal_id=proposal.pk, answer="adapted", objective=instead)
    answer_proposal(actor=third, proposal_id=proposal.pk, answer="declined")
    with pytest.raises(Refused):
        answer_proposal(actor=third, proposal_id=proposal.pk, answer="adapted")
    stated = {(one.member_id, one.objective.slug) for one in StatedObjective.objects.select_related("objective").order_by("pk")}
    assert stated == {(first.pk, "ecouter"), (second.pk, "autre")}
    assert not suggestions_for(first)
    answer_proposal(actor=third, proposal_id=proposal.pk, answer="accepted")
    assert StatedObjective.objects.filter(member=third).exists()


def test_no_answer_is_in_the_journal_nor_on_the_managers_page(client: Client) -> None:
    manager = make_member()
    reports = [load_member(one.pk) or one for one in make_reports(manager, 12)]
    proposal = propose(manager)
    before = Entry.objects.count()
    for report in reports[:3]:
        answer_proposal(actor=report, proposal_id=proposal.pk, answer="declined")
    for report in reports[3:6]:
        answer_proposal(actor=report, proposal_id=proposal.pk, answer="accepted")
    assert Entry.objects.count() == before
    assert set(StatedObjective.objects.order_by("pk").values_list("stated_at", flat=True)) == {None}
    page = seen_by(manager, client)
    assert "Ont répondu" in page.replace("\u00a0", " ")
    for report in reports:
        assert report.last_name not in page and f"/people/members/{report.pk}/" not in page and str(report.email) not in page
    assert "decline" not in page and client.get(f"/people/proposals/{proposal.pk}/").status_code == 404
    # Who answered what does not read on it at all: with the same answers of other people it is the same page.
    for one, other in zip(reports[:6], reports[6:], strict=True):
        given = ProposalAnswer.objects.get(proposal=proposal, member=one).answer
        proposal.answers.filter(member=one).update(answer="")
        proposal.answers.filter(member=other).update(answer=given)
    assert seen_by(manager, client) == page


def seen_by(manager: Member, client: Client) -> str:
    """The manager's page in the morning, without what is drawn anew for each form."""
    count_proposals()
    client.force_login(load_member(manager.pk) or manager)
    page = client.get("/people/proposals/").content.decode()
    return re.sub(r'(name="(?:csrfmiddlewaretoken|key)"[^>]* value="|nonce-|nonce=")[^"]*', r"\1", page)


def test_only_who_manages_somebody_proposes_once(client: Client) -> None:
    alone, manager = make_member(), make_member()
    make_reports(manager, 2)
    with pytest.raises(Refused):
        propose(alone)
    key, objective = uuid.uuid4(), make_objective()
    for _ in range(2):
        propose_objective(actor=manager, key=key, objective=objective)
    with pytest.raises(Refused):
        propose(manager)
    assert ObjectiveProposal.objects.count() == 1
    client.force_login(alone)
    client.post("/people/proposals/", {"key": uuid.uuid4(), "objective": objective.pk})
    assert ObjectiveProposal.objects.count() == 1


def test_withdrawing_forgets_the_answers_and_keeps_what_was_taken() -> None:
    manager = make_member()
    report = load_member(make_reports(manager, 1)[0].pk)
    assert report
    proposal = propose(manager)
    answer_proposal(actor=report, proposal_id=proposal.pk, answer="accepted")
    with pytest.raises(ObjectiveProposal.DoesNotExist):
        withdraw_proposal(actor=report, proposal_id=proposal.pk)
    for _ in range(2):
        withdraw_proposal(actor=manager, proposal_id=proposal.pk)
    assert not ProposalAnswer.objects.exists() and StatedObjective.objects.count() == 1
    assert not suggestions_for(report) and propose(manager).pk != proposal.pk


def figures(proposal: ObjectiveProposal) -> tuple[Any, Any]:
    count_proposals()
    proposal.refresh_from_db()
    return proposal.shown_answered, proposal.shown_taken


def test_no_figures_of_fewer_than_five() -> None:
    manager = make_member()
    reports = make_reports(manager, 4)
    proposal = propose(manager)
    set_answers(proposal, reports, [])
    assert figures(proposal) == (None, None)
    # One more in the directory afterwards does not count: it was not proposed to them.
    make_reports(manager, 3)
    assert figures(proposal) == (None, None)


def test_figures_are_near_and_never_say_everybody_or_nobody_of_a_small_team() -> None:
    manager = make_member()
    reports = make_reports(manager, 7)
    proposal = propose(manager)
    set_answers(proposal, reports, [])
    answered, taken = figures(proposal)
    assert answered["value"] == taken["value"] == 5 and not taken["number"]
    large = make_member()
    many = make_reports(large, 40)
    proposal = propose(large)
    set_answers(proposal, many[:22], many[22:30])
    answered, taken = figures(proposal)
    assert abs(answered["value"] - 30) < 5 and abs(taken["value"] - 22) < 5 and taken["number"]


def test_one_person_more_or_less_changes_the_rounding_whatever_they_answered() -> None:
    """Somebody leaves: what the figure does then does not say what they had answered."""
    moves: dict[bool, set[int]] = {True: set(), False: set()}
    for took in (True, False):
        for _ in range(60):
            manager = make_member()
            target, *others = make_reports(manager, 20)
            proposal = propose(manager)
            set_answers(proposal, random.sample(others, 9) + ([target] if took else []), [])
            before = figures(proposal)[1]["value"]
            Member.objects.filter(pk=target.pk).update(is_active=False)
            moves[took].add(before - figures(proposal)[1]["value"])
            ObjectiveProposal.objects.all().delete()
    for seen in moves.values():
        assert {0} < seen <= {-5, 0, 5}


def test_one_answer_more_does_not_read_in_the_figure() -> None:
    """The figure grows at a point that nobody knows: somebody who answers between two nights is not given away by it."""
    points = set()
    for _ in range(30):
        manager = make_member()
        reports = make_reports(manager, 20)
        proposal = propose(manager)
        for n, report in enumerate(reports[:6], 1):
            set_answers(proposal, [report], [])
            if figures(proposal)[1]["value"]:
                points.add(n)
                break
        ObjectiveProposal.objects.all().delete()
    assert len(points) >= 4 and max(points) <= 5


def test_proposing_the_same_again_to_the_same_people_gives_the_same_rounding() -> None:
    """Nothing averages out by asking anew."""
    manager = make_member()
    reports = make_reports(manager, 20)
    seen = set()
    for _ in range(5):
        proposal = propose(manager)
        set_answers(proposal, reports[:8], [])
        seen.add(figures(proposal)[1]["value"])
        withdraw_proposal(actor=manager, proposal_id=proposal.pk)
    assert len(seen) == 1
