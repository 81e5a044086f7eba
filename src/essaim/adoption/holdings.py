"""What adoption holds about a member (essaim.privacy): in which group they are counted. Its figures are about nobody."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, Holding, Part, Period, impersonal, register

from .models import Counted


def declare() -> None:
    register(
        Holding(
            name="adoption.counted",
            title=_("Place dans les chiffres"),
            what=_("dans quel groupe d'au moins cinq personnes la personne a été comptée la dernière fois"),
            purpose=_("que les chiffres d'une semaine, comparés à ceux d'une autre, ne disent rien de qui a changé de groupe"),
            basis=Basis.INTEREST,
            keep=Period(until=_("refait chaque semaine, tant que le compte existe")),
            readers={},
            tables=("adoption_counted",),
            export=export,
            forget=lambda leaver: Counted.objects.filter(member_id=leaver.member_id).delete()[0],
            forgetting=_("supprimée ; les chiffres déjà montrés ne baissent pas"),
        )
    )
    impersonal(
        "figures that give nobody away (docs/anonymity.md)",
        "adoption_coveragesnapshot", "adoption_teamfigures", "adoption_reckoning",
    )  # fmt: skip
    impersonal("how far the instance is opened", "adoption_launch")


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    where = {"audiences": _("parmi les publics"), "teams": _("parmi les équipes")}
    found = (
        Counted.objects.filter(member_id=member_id).order_by("reckoning_id").values_list("reckoning_id", "reckoning__taken_at")
    )
    yield Part(
        "counted", _("Où vous êtes compté"), {"scope": _("Chiffres"), "at": _("Le")},
        [{"scope": str(where[scope]), "at": at} for scope, at in found],
    )  # fmt: skip
