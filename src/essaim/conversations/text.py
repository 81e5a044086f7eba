"""From what a member wrote to what is kept and shown: colleagues named in it, links, Markdown, typography."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils.translation import gettext as _

from essaim.kernel import markup, typography
from essaim.kernel.errors import Refused
from essaim.kernel.names import sort_key
from essaim.people.models import Member, within

from . import naming
from .naming import NOTHING, Around, escape, look_around

MAX_LENGTH = 10_000
MAX_MENTIONS = 20

_NAMED = re.compile(
    r"(?<![\w@])@\[(?P<name>(?:\\.|[^\]\\\n]){1,240})\]\((?:member:(?P<id>\d{1,18})|(?:mailto:)?(?P<email>[^\s()@]+@[^\s()@]+))\)"
    r"|(?<![\w@./\[-])@(?P<handle>[\w'’-]+(?:\.[\w'’-]+)+)"
)
_RENDERED = re.compile(r'@<a href="member:(\d+)">(.*?)</a>', re.S)


@dataclasses.dataclass(frozen=True)
class Named:
    """A colleague whom a text may name. ``sees``: whether they may see the thread."""

    id: int
    name: str
    email: str
    sort_key: str
    sees: bool


@dataclasses.dataclass(frozen=True)
class Written:
    """A text ready to be kept.

    Parameters:
        source: the Markdown, colleagues in it as ``@[Name](member:id)``.
        html: what is shown, safe.
        mentioned: ids of the colleagues named who may see it.
        blind: names of those who may not.
        unclear: what was typed behind an @ and fits several people.
        groups: the teams and audiences that it calls, as ``team:3``.
    """

    source: str
    html: str
    mentioned: list[int]
    blind: list[str]
    unclear: list[str]
    groups: list[str] = dataclasses.field(default_factory=list)


def member_url(member_id: int) -> str:
    return f"/people/members/{member_id}/"


def write(
    source: str, *, language: str, restricted_to: Sequence[int] = (), actor: Member | None = None, optional: bool = False
) -> Written:  # fmt: skip
    """Prepares a post; raises Refused when it is empty, too long, or names too many. At most one query, and those of naming.

    Parameters:
        actor: who writes, for the groups that they may call.
        optional: whether it may be empty: a poll says all in its title and its answers.
    """
    source = markup.clean_source(source)
    if not source and optional:
        return Written(source="", html="", mentioned=[], blind=[], unclear=[], groups=[])
    if not source:
        raise Refused(_("Votre message est vide. Écrivez quelques mots, puis publiez."), code="empty")
    if len(source) > MAX_LENGTH:
        raise Refused(
            _("Votre message compte %(n)d caractères, %(most)d au plus. Raccourcissez-le, ou publiez-le en deux fois.")
            % {"n": len(source), "most": MAX_LENGTH},
            code="too-long",
        )
    known = _look_up(source, restricted_to)
    unclear: list[str] = []
    canonical = markup.outside_code(source, lambda piece: _NAMED.sub(lambda match: _canonical(match, known, unclear), piece))
    around = look_around(canonical, language=language, restricted_to=restricted_to, actor=actor)
    canonical = naming.canonical(canonical, around, language)
    html, ids = render(canonical, language=language, names={person.id: person.name for person in known}, around=around)
    if not markup.to_text(html):
        raise Refused(_("Votre message ne montre aucun texte. Écrivez quelques mots, puis publiez."), code="empty")
    people = {person.id: person for person in known}
    seen = [people[id] for id in ids]
    return Written(
        source=canonical,
        html=html,
        mentioned=[person.id for person in seen if person.sees],
        blind=[person.name for person in seen if not person.sees],
        unclear=unclear,
        groups=naming.called(canonical),
    )


def render(source: str, *, language: str, names: Mapping[int, str], around: Around = NOTHING) -> tuple[str, list[int]]:
    """Canonical Markdown to safe HTML, and the ids of the colleagues that it shows, each once."""
    shown: dict[int, None] = {}

    def link(match: re.Match[str]) -> str:
        member_id = int(match[1])
        if member_id not in names:
            return f"@{match[2]}"
        shown[member_id] = None
        return f'<a href="{member_url(member_id)}">@{_escape_html(names[member_id])}</a>'

    def rewrite(raw: str) -> str:
        return naming.show(_RENDERED.sub(link, raw), around)

    html = markup.from_markdown(markup.link_addresses(source), rewrite=rewrite, top_heading=4)
    # A title inside a post is words of its author, not a part of the page: the page's own outline stays as it is.
    html = html.replace("<h4>", "<p><strong>").replace("</h4>", "</strong></p>")
    return typography.set_html(html.strip(), language), list(shown)


def _escape_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _look_up(source: str, restricted_to: Sequence[int]) -> list[Named]:
    """The active members whom a text may name, in one query; none if it has no @."""
    ids, emails, keys = set(), set(), set()
    for match in named_in(source):
        if match["id"]:
            ids.add(int(match["id"]))
        elif match["email"]:
            emails.add(match["email"].lower())
        else:
            keys.add(_handle_key(match["handle"]))
    wanted = len(ids) + len(emails) + len(keys)
    if not wanted:
        return []
    if wanted > MAX_MENTIONS:
        raise Refused(
            _("Un message peut nommer %(most)d collègues au plus.") % {"most": MAX_MENTIONS}, code="too-many-mentions"
        )
    sees = (
        ExpressionWrapper(within(restricted_to), output_field=BooleanField())
        if restricted_to
        else Value(True, output_field=BooleanField())
    )
    rows = (
        Member.objects.filter(Q(pk__in=ids) | Q(email__in=emails) | Q(sort_key__in=keys), is_active=True)
        .annotate(sees=sees)
        .order_by("pk")
        .values_list("pk", "first_name", "last_name", "email", "sort_key", "sees")[: 4 * MAX_MENTIONS]
    )
    return [Named(pk, f"{first} {last}".strip(), email or "", key, sees) for pk, first, last, email, key, sees in rows]


def named_in(source: str) -> Iterable[re.Match[str]]:
    """Where a text names colleagues, code left out."""
    found: list[re.Match[str]] = []

    def note(piece: str) -> str:
        found.extend(_NAMED.finditer(piece))
        return piece

    # A colleague named in code is not named.
    markup.outside_code(source, note)
    return found


def _handle_key(handle: str) -> str:
    first, _dot, last = handle.partition(".")
    return sort_key(last, first)


def _canonical(match: re.Match[str], known: Sequence[Named], unclear: list[str]) -> str:
    if match["id"]:
        found = [person for person in known if person.id == int(match["id"])]
    elif match["email"]:
        found = [person for person in known if person.email == match["email"].lower()]
    else:
        found = [person for person in known if person.sort_key == _handle_key(match["handle"])]
    if len(found) == 1:
        escaped = escape(found[0].name)
        return f"@[{escaped}](member:{found[0].id})"
    if found:
        unclear.append(match[0])
    # Nobody, or several: the words stay, without a link.
    return match[0] if match["handle"] else f"@{match['name']}"
