"""Reads. What is between two people is read through ``Accompaniment.objects.of``."""

import dataclasses
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from essaim.conversations import api as conversations
from essaim.kernel import clock
from essaim.kernel.anonymity import Figure
from essaim.kernel.language import reading
from essaim.organisation.models import Theme
from essaim.people.models import AskTopic, Member, alone
from essaim.privacy.api import neutral_name
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .actions.asking import ANCHOR
from .clockwork import MEETING
from .models import Accompaniment, Figures, State, Testimony, Volunteer

PAGE = 50


@dataclasses.dataclass(frozen=True)
class Seen:
    """An accompaniment as one of the two sees it.

    Parameters:
        name: the other one's.
        turn: what awaits this member: answer, meeting, follow-up, agree, or "".
        about: what it is about, where they may see it.
        thread: the private thread, None where it is gone.
        asked: the post in which they said what they want to manage, None where it is gone.
    """

    row: Accompaniment
    asker: bool
    name: str
    other: Member | None
    turn: str = ""
    about: Anchor | None = None
    thread: Any = None
    asked: Any = None
    testimony: Testimony | None = None

    @property
    def over(self) -> bool:
        """Whether the time they agreed on has passed."""
        return self.row.meets_at is not None and self.row.meets_at + MEETING <= clock.now()

    @property
    def agreed(self) -> bool:
        return bool(self.testimony and self.testimony.agreed(self.asker))

    @property
    def other_agreed(self) -> bool:
        return bool(self.testimony and self.testimony.agreed(not self.asker))


def list_own(member: Member, before: int | None = None, limit: int = PAGE) -> list[Seen]:
    """Those of ``member``, the latest first, from before the one with id ``before``."""
    found = Accompaniment.objects.of(member).select_related("asker", "helper", "testimony").order_by("-pk")
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[:limit])
    about = _about(member, rows)
    return [seen_by(member, row, about.get(row.pk)) for row in rows]


def _about(member: Member, rows: list[Accompaniment]) -> dict[int, Anchor]:
    """What they are about: one look-up per kind of anchor."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        if row.about_id is not None:
            ids.setdefault(row.about_type, set()).add(row.about_id)
    known = {kind: anchors.resolve(kind, wanted) for kind, wanted in ids.items()}
    found = {}
    for row in rows:
        anchor = known.get(row.about_type, {}).get(row.about_id or 0)
        if anchor and (not anchor.restricted_to or set(anchor.restricted_to) & set(member.audience_ids)):
            found[row.pk] = anchor
    return found


def one(member: Member, id: int) -> Seen:
    """One with its thread. Raises Accompaniment.DoesNotExist for anybody but the two."""
    row = Accompaniment.objects.of(member).select_related("asker", "helper", "testimony").get(pk=id)
    seen = seen_by(member, row, _about(member, [row]).get(row.pk))
    thread = conversations.thread_about(member, ANCHOR, row.pk)
    return dataclasses.replace(seen, thread=thread, asked=conversations.opening_of(thread) if thread else None)


def seen_by(member: Member, row: Accompaniment, about: Anchor | None = None) -> Seen:
    """A row of theirs as ``member`` sees it."""
    other = row.other(member)
    seen = Seen(
        row, row.is_asker(member), other.name if other else neutral_name(reading()), other, about=about,
        testimony=getattr(row, "testimony", None),
    )  # fmt: skip
    return dataclasses.replace(seen, turn=_turn(member, seen))


def _turn(member: Member, seen: Seen) -> str:
    row = seen.row
    if row.answers(member):
        return "answer"
    if row.state == State.ACCEPTED and seen.over and (row.asker_met if seen.asker else row.helper_met) is None:
        return "meeting"
    if row.state == State.MET and seen.asker and row.followed_at and not row.reached:
        return "follow-up"
    if seen.testimony and not seen.testimony.published_at and seen.other_agreed and not seen.agreed:
        return "agree"
    return ""


def _between_two(id: int, row: Any) -> Anchor:
    # Nought, which stands for nobody, where one is gone.
    return Anchor(
        title=_("Notre accompagnement"),
        url=f"/accompaniment/accompaniments/{id}/",
        restricted_to=[alone(who or 0) for who in row],
    )


# As something to talk about, for the two alone.
ACCOMPANIMENTS = anchors.Kind(
    "SELECT json_build_array(a.asker_id, a.helper_id) FROM accompaniment_accompaniment a WHERE a.id = {id}", _between_two
)


def volunteer_of(member: Member) -> Volunteer | None:
    return Volunteer.objects.filter(member=member).first()


@dataclasses.dataclass(frozen=True)
class Offered:
    """What colleagues see of a volunteer who has time."""

    id: int
    name: str
    topics: list[str]
    themes: list[str]


def offered_by(member_ids: Any) -> list[Offered]:
    """Those of these members who accompany colleagues and are neither away nor full, by name. One query, and one each for
    what they are in, for what one may still ask them, and for themes, where there are any."""
    willing = (
        Volunteer.objects.filter(member__in=member_ids, member__is_active=True, willing=True)
        .filter(Q(away_until=None) | Q(away_until__lt=clock.today()))
        .select_related("member")
        .order_by("member__sort_key", "pk")
    )
    rows = list(willing[:60])
    if rows:
        going_on = Accompaniment.objects.going_on().filter(helper__in=[row.pk for row in rows]).order_by()
        busy = dict(going_on.values_list("helper").annotate(Count("pk")))
        rows = [row for row in rows if busy.get(row.pk, 0) < row.at_once]
    themes = (
        {theme.pk: theme.label for theme in Theme.objects.filter(restricted_to=[]).order_by("pk")}
        if any(row.theme_ids for row in rows)
        else {}
    )
    asked = _standing_topics([row for row in rows if row.topics])
    return [
        Offered(
            row.pk,
            row.member.name,
            [name for name in row.topics if (row.pk, name) in asked],
            [themes[id] for id in row.theme_ids if id in themes],
        )
        for row in rows
    ]


def _standing_topics(rows: list[Volunteer]) -> set[tuple[int, str]]:
    """What these may still be asked: a topic that a member took back since is offered no more."""
    if not rows:
        return set()
    return set(AskTopic.objects.filter(member__in=[row.pk for row in rows]).order_by().values_list("member_id", "name"))


def topics_of(member: Member) -> list[str]:
    return list(AskTopic.objects.filter(member=member).order_by("position").values_list("name", flat=True))


def figures() -> dict[str, Figure] | None:
    """How many asked, met and managed, as it may be shown; None before they were taken, or where there are too few people."""
    kept = Figures.objects.filter(pk=1).first()
    return {name: Figure(**row) for name, row in kept.rows.items()} if kept and kept.rows else None
