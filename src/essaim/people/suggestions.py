"""What people have to say on a member's home page: an objective that their manager proposes."""

from typing import Any

from django.utils.translation import gettext as _

from essaim.kernel import together
from essaim.kernel.suggestions import Suggestion
from essaim.organisation.models.named import label
from essaim.ui.jinja import url

from .models import Member

_PROPOSED = """
SELECT a.proposal_id AS id, o.name, o.name_en, trim(m.first_name || ' ' || m.last_name) AS manager, p.note
FROM people_proposalanswer a
JOIN people_objectiveproposal p ON p.id = a.proposal_id
JOIN organisation_objective o ON o.id = p.objective_id
JOIN people_member m ON m.id = p.manager_id
WHERE a.member_id = %(me)s AND a.answer = '' AND p.withdrawn_at IS NULL
ORDER BY p.proposed_at DESC, a.id DESC LIMIT 1
"""


def _suggestions(proposed: list[dict[str, Any]], _member: Member) -> list[Suggestion]:
    return [
        Suggestion(
            kind="people.proposal",
            label=_("On vous propose"),
            title=label(row["name"], row["name_en"]),
            url=url("people:proposal", row["id"]),
            why=_("Parce que %(name)s vous propose cet objectif. Votre réponse reste privée.") % {"name": row["manager"]},
            weight=0.78,
            deck=row["note"],
            action=_("Répondre"),
        )
        for row in proposed
    ]


# The latest proposal that the member has not answered.
SUGGESTIONS = together.Question(together.rows(_PROPOSED), _suggestions)
