"""What learning proposes to a member now: go on with what was begun, begin what is meant for them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kernel import together
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member
from essaim.ui.jinja import url

from .queries.upcoming import UPCOMING, Upcoming

_MOST = 4


def why_proposed(objective: str | None, audiences: list[str]) -> str:
    """Why a sequence is proposed: the objective that it serves, else the audience through which it comes, else all."""
    if objective:
        return _("Parce que vous visez : %(objective)s.") % {"objective": objective}
    if audiences:
        return _('Parce que vous faites partie de "%(audience)s".') % {"audience": audiences[0]}
    return _("Parce que cette séquence s'adresse à tous.")


def suggestions_for(member: Member) -> list[Suggestion]:
    (found,) = together.ask(member, SUGGESTIONS)
    return found  # type: ignore[no-any-return]


def _suggestions(rows: Any, member: Member) -> list[Suggestion]:
    """At most four: what was begun, the last touched first, then what is meant for the member.

    A lesson that was only glanced at takes its place among what is proposed: curiosity is no commitment.
    """
    found = UPCOMING.read(rows, member)
    begun = [_resume(lesson, max(0.9 - 0.1 * rank, 0.6)) for rank, lesson in enumerate(filter(_is_begun, found))]
    glances = [_resume(lesson, _closeness(lesson) - 0.01) for lesson in found if lesson.glance]
    meant = [
        _begin(lesson)
        for lesson in found
        if not lesson.last and (lesson.audiences or lesson.objective or not lesson.proposed_to)
    ]
    proposed = sorted([*meant, *glances], key=lambda suggestion: -suggestion.weight)
    return [*begun, *proposed][:_MOST]


SUGGESTIONS = together.Question(UPCOMING.sql, _suggestions)


def _is_begun(lesson: Upcoming) -> bool:
    return lesson.last is not None and not lesson.glance


def _closeness(lesson: Upcoming) -> float:
    """How much a sequence is this member's: their objective and audience, one of them, everybody's, or other people's."""
    if lesson.objective and lesson.audiences:
        return 0.75
    if lesson.audiences:
        return 0.7
    if lesson.objective:
        return 0.65
    return 0.4 if lesson.proposed_to else 0.5


def _meta(lesson: Upcoming) -> str:
    minutes = ngettext("%(n)d minute", "%(n)d minutes", lesson.minutes) % {"n": lesson.minutes}
    return _("%(sequence)s, leçon %(number)d sur %(total)d, %(minutes)s") % {
        "sequence": lesson.sequence_title,
        "number": lesson.number,
        "total": lesson.total,
        "minutes": minutes,
    }


def _resume(lesson: Upcoming, weight: float) -> Suggestion:
    return Suggestion(
        kind="learning.continue",
        label=_("À reprendre"),
        title=lesson.title,
        url=url("learning:lesson", lesson.sequence_slug, lesson.slug),
        why=_("Parce que vous avez ouvert cette leçon.") if lesson.open else _("Parce que vous avez commencé cette séquence."),
        weight=weight,
        deck=lesson.summary,
        meta=_meta(lesson),
        progress=(lesson.done, lesson.total),
        action=_("Reprendre la leçon") if lesson.open else _("Lire la leçon suivante"),
        language=lesson.language,
    )


def _begin(lesson: Upcoming) -> Suggestion:
    return Suggestion(
        kind="learning.begin",
        label=_("Pour vous") if lesson.audiences or lesson.objective else _("Pour tous"),
        title=lesson.title,
        url=url("learning:lesson", lesson.sequence_slug, lesson.slug),
        why=why_proposed(lesson.objective, lesson.audiences),
        weight=_closeness(lesson),
        deck=lesson.summary,
        meta=_meta(lesson),
        progress=(lesson.done, lesson.total),
        action=_("Commencer la leçon"),
        language=lesson.language,
    )
