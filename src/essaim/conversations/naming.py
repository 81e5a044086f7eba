"""Teams and audiences that a text addresses, and things that it points to: looked up once, shown as links.

What somebody may not see has no title in the text of another: a thing that not all readers of a thread may open is "a page
kept for some", for everybody, and its link opens for those whom it is for. So a text is one text for all who read it; where
others may see the thing, or the thread, it is written anew (``actions.references``).
"""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel import markup
from essaim.kernel.errors import Refused
from essaim.organisation.models import Team
from essaim.people.models import Audience, Member
from essaim.search import api as search

from .models import ThreadLink

# So many a colleague may call by one word; more are for those who run the programme, and for managers in their own team.
MOST_CALLED = 50
MOST_REFERENCES = 30
_LABEL = r"\[(?P<label>(?:\\.|[^\]\\\n]){1,240})\]"
GROUP = re.compile(rf"(?<![\w@])@{_LABEL}\((?P<kind>team|audience):(?P<id>\d{{1,18}})\)")
REFERENCE = re.compile(rf"(?<![\w#])#{_LABEL}\((?P<kind>[a-z][a-z-]{{0,39}}):(?P<id>\d{{1,18}})\)")
_SHOWN_GROUP = re.compile(r'@<a href="(team|audience):(\d+)">(.*?)</a>', re.S)
_SHOWN_REFERENCE = re.compile(r'#<a href="([a-z-]+):(\d+)">(.*?)</a>', re.S)

Key = tuple[str, int]


@dataclasses.dataclass(frozen=True)
class Around:
    """What a text names besides people: groups by their name, things by the title that all its readers may see, "" where not."""

    groups: Mapping[Key, str] = dataclasses.field(default_factory=dict)
    things: Mapping[Key, str] = dataclasses.field(default_factory=dict)


NOTHING = Around()


def is_plain(source: str) -> bool:
    """Whether a text names nobody and nothing: then who reads it does not change it, and nothing is looked up."""
    return "@" not in source and "#[" not in source


def look_around(source: str, *, language: str, restricted_to: Sequence[int], actor: Member | None) -> Around:
    """What a text addresses and points to. No query where it has neither.

    Parameters:
        actor: who writes; None for a text that is kept already, whose groups nobody is called by again.
    """
    groups, things = _keys(GROUP, source), _keys(REFERENCE, source)
    return Around(_groups(groups, actor) if groups else {}, _things(things, language, restricted_to) if things else {})


def _keys(pattern: re.Pattern[str], source: str) -> set[Key]:
    found: set[Key] = set()
    if "](" not in source:
        return found

    def note(piece: str) -> str:
        found.update((match["kind"], int(match["id"])) for match in pattern.finditer(piece))
        return piece

    markup.outside_code(source, note)
    return found


def _groups(wanted: Collection[Key], actor: Member | None) -> dict[Key, str]:
    teams = Team.objects.filter(pk__in=[id for kind, id in wanted if kind == "team"]).order_by("pk")
    audiences = Audience.objects.filter(pk__in=[id for kind, id in wanted if kind == "audience"]).order_by("pk")
    if actor is not None and not actor.is_facilitator:
        # What an audience is called is known to those who are in it.
        audiences = audiences.filter(pk__in=set(actor.joined_ids) | actor.facilitated_ids)
    found: dict[Key, str] = {}
    for team in teams:
        found["team", team.pk] = team.name
        if actor is not None:
            _refuse_crowd(team.name, Member.objects.filter(team=team, is_active=True).count(), _runs_team(actor, team.pk))
    for audience in audiences:
        found["audience", audience.pk] = str(audience.label)
        if actor is not None:
            _refuse_crowd(str(audience.label), audience.shown_size, actor.facilitates([audience.pk]))
    return found


def _runs_team(actor: Member, team_id: int) -> bool:
    return actor.is_facilitator or Member.objects.filter(team=team_id, manager=actor, is_active=True).exists()


def _refuse_crowd(name: str, size: int, may: bool) -> None:
    if size > MOST_CALLED and not may:
        raise Refused(
            _(
                "« %(name)s » compte plus de %(most)d personnes : seules l'animation et, pour son équipe, la personne "
                "responsable peuvent les prévenir toutes. Nommez plutôt les collègues concernés."
            )
            % {"name": name, "most": MOST_CALLED},
            code="too-many-called",
        )  # fmt: skip


def _things(wanted: Collection[Key], language: str, restricted_to: Sequence[int]) -> dict[Key, str]:
    if len(wanted) > MOST_REFERENCES:
        raise Refused(
            _("Un message peut renvoyer à %(most)d pages au plus.") % {"most": MOST_REFERENCES}, code="too-many-references"
        )
    known = search.known(wanted, language=language)
    return {key: thing.title if _for_all(thing.restricted_to, restricted_to) else "" for key, thing in known.items()}


def look_again(source: str, *, language: str, restricted_to: Sequence[int]) -> Around:
    """What a kept text points to, for those who read it now: what is gone keeps its place there, without a title."""
    around, wanted = look_around(source, language=language, restricted_to=restricted_to, actor=None), _keys(REFERENCE, source)
    gone = [id for kind, id in wanted - around.things.keys() if kind == "thread"]
    # What was said in a thread that was merged is found in the other one, and called like it.
    moved = dict(_merged(gone)) if gone else {}
    others = _things({("thread", id) for id in moved.values()}, language, restricted_to)
    called = {("thread", id): others.get(("thread", other), "") for id, other in moved.items()}
    return Around(around.groups, {key: around.things.get(key) or called.get(key, "") for key in wanted})


def _merged(ids: Collection[int]) -> Iterable[tuple[int, int]]:
    links = ThreadLink.objects.filter(kind=ThreadLink.Kind.MERGED, source__in=ids)
    return links.order_by("pk").values_list("source_id", "target_id")


def _for_all(thing: Sequence[int], readers: Sequence[int]) -> bool:
    """Whether everybody who reads the text may see the thing."""
    return not thing or (bool(readers) and set(readers) <= set(thing))


def canonical(source: str, around: Around, language: str) -> str:
    """A source in which groups and things have the names that they have now, and what is unknown is plain words."""

    def group(match: re.Match[str]) -> str:
        key = (match["kind"], int(match["id"]))
        return f"@[{escape(around.groups[key])}]({key[0]}:{key[1]})" if key in around.groups else f"@{match['label']}"

    def thing(match: re.Match[str]) -> str:
        key = (match["kind"], int(match["id"]))
        return (
            f"#[{escape(around.things[key] or kept_for_some(language))}]({key[0]}:{key[1]})"
            if key in around.things
            else match["label"]
        )

    return markup.outside_code(source, lambda piece: REFERENCE.sub(thing, GROUP.sub(group, piece)))


def kept_for_some(language: str) -> str:
    """What a thing is called in a text that others read too."""
    with translation.override(language):
        return _("une page réservée")


def show(html: str, around: Around) -> str:
    """Rendered Markdown with the links of groups and things."""
    if "@<a" not in html and "#<a" not in html:
        return html

    def group(match: re.Match[str]) -> str:
        kind, id = match[1], int(match[2])
        if (kind, id) not in around.groups:
            return f"@{match[3]}"
        return f'<a href="/people/teams/{id}/">@{match[3]}</a>' if kind == "team" else f"<strong>@{match[3]}</strong>"

    def thing(match: re.Match[str]) -> str:
        kind, id = match[1], int(match[2])
        return f'<a href="/conversations/references/{kind}/{id}/">{match[3]}</a>' if (kind, id) in around.things else match[3]

    return _SHOWN_REFERENCE.sub(thing, _SHOWN_GROUP.sub(group, html))


def called(source: str) -> list[str]:
    """The groups that a kept text addresses: ``team:3``."""
    return sorted(f"{kind}:{id}" for kind, id in _keys(GROUP, source))


_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def escape(text: str) -> str:
    """Plain words as Markdown that shows them as they are."""
    return re.sub(r"^(\s*)([#>+-]|\d+[.)])", r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
