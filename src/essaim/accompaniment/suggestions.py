"""What awaits a member in what is between them and a colleague."""

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel import together
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from . import queries
from .models import Accompaniment

_STATES = ", ".join(f"'{state.value}'" for state in Accompaniment.GOING_ON)
_IN_ONE = f"""
SELECT EXISTS (SELECT FROM accompaniment_accompaniment
  WHERE (asker_id = %(me)s OR helper_id = %(me)s) AND state IN ({_STATES}))
"""


def _suggestions(is_in_one: bool, member: Member) -> list[Suggestion]:
    if not is_in_one:
        return []
    rows = Accompaniment.objects.of(member).going_on().select_related("asker", "helper", "testimony").order_by("-pk")[:6]
    waiting = [seen for row in rows if (seen := queries.seen_by(member, row)).turn]
    return [_suggestion(seen) for seen in waiting[:2]]


def _suggestion(seen: queries.Seen) -> Suggestion:
    words = {
        "answer": (_("%(name)s attend votre réponse"), _("Parce qu'un collègue vous demande un moment."), _("Répondre"), 0.9),
        "meeting": (_("Vous êtes-vous vus, %(name)s et vous ?"), _("Parce que votre rendez-vous est passé."), _("Le dire"), 0.74),
        "follow-up": (
            _("Y arrivez-vous, depuis votre rendez-vous avec %(name)s ?"), _("Parce que deux semaines ont passé."), _("Le dire"), 0.74,
        ),
        "agree": (
            _("%(name)s vous propose un témoignage"), _("Parce qu'il ne paraît que si vous êtes d'accord."), _("Le lire"), 0.7,
        ),
    }  # fmt: skip
    title, why, action, weight = words[seen.turn]
    page = "accompaniment:testimony" if seen.turn == "agree" else "accompaniment:accompaniment"
    return Suggestion(
        kind="accompaniment.turn", label=_("Un coup de main"), title=title % {"name": seen.name},
        url=reverse(page, args=[seen.row.pk]), why=why, weight=weight, action=action,
    )  # fmt: skip


# At most two. Another query for who is in one, and none for all others.
SUGGESTIONS = together.Question(_IN_ONE, _suggestions)
