"""What the API holds about a member (essaim.privacy): what their programs were answered, for a day."""

import json
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, Holding, Leaver, Part, Period, register

from .models import KeptAnswer


def declare() -> None:
    register(
        Holding(
            name="rest.answers",
            inner=True,
            title=_("Réponses aux programmes"),
            what=_("ce qu'Essaim a répondu à un programme de la personne qui écrivait en son nom"),
            purpose=_("qu'un envoi fait deux fois n'écrive qu'une fois"),
            basis=Basis.INTEREST,
            keep=Period(days=1),
            readers={},
            tables=("rest_keptanswer",),
            export=export,
            forget=forget,
            forgetting=_("supprimées"),
            expire=lambda before: KeptAnswer.objects.filter(created_at__lt=before).delete()[0],
        )
    )


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    kept = KeptAnswer.objects.filter(member_id=member_id).order_by("-pk")[:limit]
    columns = {"created_at": _("Quand"), "status": _("État"), "body": _("Réponse")}
    rows = [{"created_at": one.created_at, "status": one.status, "body": one.body} for one in kept]
    yield Part("answers", _("Ce que vos programmes ont reçu"), columns, rows)


def forget(leaver: Leaver) -> int:
    """Theirs, and those of others in which they are named: a day later they would be gone anyway."""
    gone = KeptAnswer.objects.filter(member_id=leaver.member_id).delete()[0]
    for kept in KeptAnswer.objects.order_by("pk").iterator():
        # The answer is JSON as it was sent: letters with accents may be written as numbers.
        text = json.dumps(json.loads(kept.body), ensure_ascii=False) if kept.body[:1] in "{[" and kept.body else kept.body
        gone += kept.delete()[0] if leaver.traces.found_in(text) else 0
    return gone
