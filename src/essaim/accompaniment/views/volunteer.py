"""Being willing to accompany colleagues."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.accompaniment import queries
from essaim.accompaniment.actions.volunteering import Offer
from essaim.accompaniment.actions.volunteering import volunteer as offer_help
from essaim.accompaniment.forms import VolunteerForm
from essaim.accompaniment.models import Volunteer
from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest
from essaim.ui.shell import render

from .common import private


@private
def volunteer(request: MemberRequest) -> HttpResponse:
    topics, refused = queries.topics_of(request.user), ""
    posted = request.POST if request.method == "POST" else None
    form = VolunteerForm(posted, initial=_initial(queries.volunteer_of(request.user)), own_topics=topics)
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        offer = Offer(
            willing=data["willing"], at_once=data["at_once"], topics=data["topics"],
            theme_ids=[theme.pk for theme in data["themes"]], away_until=data["away_until"],
        )  # fmt: skip
        try:
            offer_help(actor=request.user, offer=offer)
        except Refused as error:
            refused = str(error)
        else:
            messages.success(
                request,
                _("C'est enregistré : votre page et celle de votre équipe le disent.")
                if offer.willing
                else _("C'est enregistré : on ne vous propose plus à personne."),
            )
            return redirect("accompaniment:accompaniments")
    return render(
        request, "accompaniment/volunteer.html", status=422 if posted is not None else 200, form=form, refused=refused,
        topics=topics,
    )  # fmt: skip


def _initial(kept: Volunteer | None) -> dict[str, Any]:
    if kept is None:
        return {"at_once": 2}
    return {
        "willing": kept.willing, "at_once": kept.at_once, "topics": kept.topics, "themes": kept.theme_ids,
        "away_until": kept.away_until,
    }  # fmt: skip
