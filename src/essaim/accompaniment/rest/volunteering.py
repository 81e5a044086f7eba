"""Being willing to accompany colleagues, in the API."""

import datetime
from typing import Annotated

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from essaim.accompaniment import queries
from essaim.accompaniment.actions.volunteering import MOST, Offer, volunteer
from essaim.kernel.errors import Refused
from essaim.kernel.rest import Router, Words
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest

router = Router()


class VolunteeringOut(Schema):
    """What one offers: ``at_once`` colleagues at a time, on ``topics`` and ``themes`` (slugs). Until ``away_until``, nobody is sent to one."""

    willing: bool
    at_once: int
    topics: list[str]
    themes: list[str]
    away_until: datetime.date | None


class VolunteeringIn(Schema):
    """All of it at once. ``topics`` are among those that one may be asked about."""

    willing: bool
    at_once: Annotated[int, Field(ge=1, le=MOST)] = 2
    topics: Annotated[list[Words], Field(max_length=100)] = []
    themes: Annotated[list[Words], Field(max_length=100)] = []
    away_until: datetime.date | None = None


@router.get(
    "/volunteering", response=VolunteeringOut, url_name="volunteering", tags=["accompaniments"],
    summary=_("Ce que l'on propose à ses collègues"),
)  # fmt: skip
def volunteering(request: MemberRequest) -> VolunteeringOut:
    """One's own, as it was kept."""
    kept = queries.volunteer_of(request.user)
    if kept is None:
        return VolunteeringOut(willing=False, at_once=2, topics=[], themes=[], away_until=None)
    standing = set(queries.topics_of(request.user))
    slugs = Theme.objects.filter(pk__in=kept.theme_ids, restricted_to=[]).order_by("slug").values_list("slug", flat=True)
    return VolunteeringOut(
        willing=kept.willing, at_once=kept.at_once, topics=[name for name in kept.topics if name in standing], themes=list(slugs),
        away_until=kept.away_until,
    )  # fmt: skip


@router.put(
    "/volunteering", response=VolunteeringOut, url_name="volunteering", tags=["accompaniments"],
    summary=_("Dire si l'on accompagne des collègues"),
)  # fmt: skip
def put_volunteering(request: MemberRequest, body: VolunteeringIn) -> VolunteeringOut:
    """One's page and the team's say so. A theme that is not everybody's is not among those one may name."""
    if set(body.topics) - set(queries.topics_of(request.user)):
        raise Refused(
            gettext("Un de ces sujets n'est pas de ceux sur lesquels on peut vous demander. Ajoutez-le d'abord à votre page."),
            code="topics",
        )
    known = dict(Theme.objects.filter(slug__in=body.themes, restricted_to=[]).order_by("pk").values_list("slug", "pk"))
    if set(body.themes) - set(known):
        raise Refused(
            gettext("Un de ces thèmes n'existe pas, ou n'est pas ouvert à tous. Choisissez-en un autre."), code="themes"
        )
    offer = Offer(
        willing=body.willing, at_once=body.at_once, topics=body.topics, theme_ids=sorted(known.values()),
        away_until=body.away_until,
    )  # fmt: skip
    volunteer(actor=request.user, offer=offer)
    return volunteering(request)
