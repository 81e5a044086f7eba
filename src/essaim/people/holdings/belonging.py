"""What somebody is asked to do, and where they belong."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.people.models import (
    AskTopic,
    AudienceMembership,
    CalendarFeed,
    ObjectiveProposal,
    ProposalAnswer,
    StatedObjective,
    TeamChange,
    TeamDate,
)
from essaim.privacy.api import (
    Basis,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
)


def stated() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        stated = StatedObjective.objects.filter(member_id=member_id).select_related("objective").order_by("pk")
        yield Part(
            "objectives", _("Vos objectifs"), {"objective": _("Objectif"), "stated_at": _("Dit le")},
            [{"objective": one.objective.name, "stated_at": one.stated_at} for one in stated],
        )  # fmt: skip
        answers = ProposalAnswer.objects.filter(member_id=member_id).select_related("proposal__objective").order_by("pk")
        yield Part(
            "answers", _("Vos réponses à ce qui vous est proposé"), {"objective": _("Objectif"), "answer": _("Réponse")},
            [{"objective": one.proposal.objective.name, "answer": one.get_answer_display()} for one in answers],
        )  # fmt: skip

    return Holding(
        name="people.objectives",
        title=_("Objectifs dits en privé"),
        what=_("ce que la personne dit qu'on lui demande, ce qu'elle répond à ce que son responsable lui propose"),
        purpose=_("lui proposer ce qui l'aide"),
        basis=Basis.CHOICE,
        keep=Period(until=_("jusqu'à ce que la personne change d'avis, ou quitte Essaim")),
        readers={},
        tables=("people_statedobjective", "people_proposalanswer"),
        export=export,
        forget=lambda leaver: (
            StatedObjective.objects.filter(member_id=leaver.member_id).delete()[0]
            + ProposalAnswer.objects.filter(member_id=leaver.member_id).delete()[0]
        ),
        forgetting=_("supprimés"),
    )


def groups() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        found = AudienceMembership.objects.filter(member_id=member_id).select_related("audience").order_by("pk")
        yield Part(
            "audiences",
            _("Les publics dont vous êtes"),
            {"audience": _("Public")},
            [{"audience": m.audience.name} for m in found],
        )

    return Holding(
        name="people.audiences",
        title=_("Publics"),
        what=_("les publics dont la personne fait partie, calculés d'après sa fiche et ses objectifs"),
        purpose=_("choisir ce qui lui est proposé, et ce qu'elle a le droit de lire"),
        basis=Basis.INTEREST,
        keep=Period(until=_("recalculés sans cesse, tant que le compte existe")),
        readers={
            Reader.FACILITATORS: _(
                "qui est dans un public fait d'après la fiche ; d'après les objectifs, un nombre arrondi, sans nom"
            ),
        },
        tables=("people_audiencemembership",),
        export=export,
        forget=lambda leaver: AudienceMembership.objects.filter(member_id=leaver.member_id).delete()[0],
        forgetting=_("supprimés"),
    )


def team() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        topics = AskTopic.objects.filter(member_id=member_id)
        yield Part(
            "topics", _("Ce sur quoi on peut vous demander"), {"name": _("Sujet")}, [{"name": one.name} for one in topics]
        )
        changes = TeamChange.objects.filter(author_id=member_id).order_by("-pk")[:limit]
        yield Part(
            "changes", _("Vos modifications de la page de votre équipe"), {"changed_at": _("Le"), "what": _("Quoi"), "after": _("Texte")},
            [{"changed_at": one.changed_at, "what": one.get_what_display(), "after": one.after} for one in changes],
        )  # fmt: skip
        proposals = ObjectiveProposal.objects.filter(manager_id=member_id).select_related("objective").order_by("-pk")[:limit]
        yield Part(
            "proposals", _("Les objectifs que vous proposez"), {"objective": _("Objectif"), "note": _("Note"), "proposed_at": _("Le")},
            [{"objective": one.objective.name, "note": one.note, "proposed_at": one.proposed_at} for one in proposals],
        )  # fmt: skip

    def forget(leaver: Leaver) -> int:
        gone = AskTopic.objects.filter(member_id=leaver.member_id).delete()[0]
        gone += CalendarFeed.objects.filter(member_id=leaver.member_id).delete()[0]
        gone += ObjectiveProposal.objects.filter(manager_id=leaver.member_id).delete()[0]
        gone += TeamDate.objects.filter(added_by_id=leaver.member_id).update(added_by=None)
        return gone + TeamChange.objects.filter(author_id=leaver.member_id).update(author=None)

    return Holding(
        name="people.team",
        title=_("Vie de l'équipe"),
        what=_("sujets sur lesquels on peut l'interroger, ce qu'elle a modifié sur la page de son équipe, objectifs qu'elle propose"),
        purpose=_("savoir à qui demander, et ce que l'équipe essaie"),
        basis=Basis.CHOICE,
        keep=Period(until=_("sujets et objectifs : jusqu'à ce que la personne les retire ; page de l'équipe : tant qu'elle sert")),
        readers={
            Reader.COLLEAGUES: _("les sujets, si la personne en a écrit ; la page de l'équipe"),
            Reader.MANAGER: _("combien de personnes ont répondu à ses propositions, arrondi, à partir de cinq ; jamais une réponse nommée"),
        },
        tables=(
            "people_asktopic", "people_calendarfeed", "people_objectiveproposal", "people_teamchange", "people_teamdate", "people_teampage",
        ),
        export=export,
        forget=forget,
        forgetting=_("sujets et propositions supprimés ; la page de l'équipe reste, sans nom"),
    )  # fmt: skip
