"""``programme.md``: the intention, the sponsor's words, who runs it, how to take part."""

import dataclasses
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from essaim.content.models import ProgrammePage
from essaim.kernel.names import fold, slugify
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member

from . import pages, prose
from .files import Problems, Source, read
from .run import Import

# The headings under which a section may stand, folded (kernel.names.fold).
_HEADINGS = {
    "l'intention": "intention", "intention": "intention", "the intention": "intention",
    "le mot du sponsor": "sponsor_words", "the sponsor's words": "sponsor_words",
    "comment participer": "how_to_take_part", "how to take part": "how_to_take_part",
    "ce que nous ne ferons pas": "what_we_will_not_do", "what we will not do": "what_we_will_not_do",
}  # fmt: skip


@dataclasses.dataclass
class _Plan:
    source: Source
    sections: dict[str, str]
    summary: str


class ProgrammeLoader:
    def find(self, folder: Path) -> list[Path]:
        return [path for path in [folder / "programme.md"] if path.is_file()]

    def read(self, paths: list[Path], problems: Problems) -> list[_Plan]:
        plans = []
        for path in paths:
            if source := read(path, problems):
                source.text("title", required=True, most=255)
                source.one_of("language", [code for code, _name in settings.LANGUAGES], settings.LANGUAGE_CODE)
                summary, sections = _sections(source)
                plans.append(_Plan(source, sections, source.text("summary") or summary))
        return plans

    def write(self, plan: list[_Plan], run: Import) -> None:
        for programme in plan:
            _write(programme, run)


def _sections(source: Source) -> tuple[str, dict[str, str]]:
    """The words before the first heading, and the texts under the four headings."""
    parts: dict[str, list[str]] = {"": []}
    current = ""
    for number, line in enumerate(source.body, source.first_line):
        if line.startswith("## "):
            known = _HEADINGS.get(fold(line[3:].strip().replace("’", "'")))
            if known is None:
                source.wrong(number, _("titre inconnu ; les quatre parties sont : %(names)s") % {
                    "names": "L'intention, Le mot du sponsor, Comment participer, Ce que nous ne ferons pas",
                })  # fmt: skip
            current = known or "unknown"
            parts.setdefault(current, [])
        else:
            parts[current].append(line)
    summary = prose.plain(" ".join(parts.pop("")))
    return summary, {name: prose.html("\n".join(lines)) for name, lines in parts.items()}


def _write(plan: _Plan, run: Import) -> None:
    source = plan.source
    language = str(source.head.get("language", settings.LANGUAGE_CODE))
    slug = slugify(source.text("slug") or source.text("title"))
    page = _known(slug, language)
    if sequences := source.words("sequences"):
        run.last.append(lambda: _arrange(source, run.programmes[language], sequences))
    if page and pages.unchanged(page, source.digest):
        run.programmes[language] = page
        run.note("left", _("programme"), page, source.path.name)
        return
    page = page or ProgrammePage(locale=pages.locale_of(language))
    page.title, page.slug, page.draft_title = source.text("title"), slug, source.text("title")
    page.summary = plan.summary
    page.period_start, page.period_end = source.date("period_start"), source.date("period_end")
    page.sponsor = next(iter(_members(source, "sponsor")), None)
    if page.sponsor:
        # The page signs with name and job: a signature in the words would stand twice.
        signature = f"<p>{escape(page.sponsor.name)}</p>"
        plan.sections["sponsor_words"] = plan.sections.get("sponsor_words", "").removesuffix(signature).rstrip()
    for name in ("intention", "sponsor_words", "how_to_take_part", "what_we_will_not_do"):
        setattr(page, name, plan.sections.get(name, ""))
    page.facilitators = _members(source, "facilitators")
    page.themes = slugs(source, "themes", Theme)
    page.proposed_to = slugs(source, "proposed_to", Audience)
    page.restricted_to = slugs(source, "restricted_to", Audience)
    source.problems.stop_if_any()
    root = Page.objects.get(depth=1)
    run.programmes[language] = pages.write(
        run, page, root, what=gettext_lazy("programme"), place=source.path.name, digest=source.digest
    )


def _known(slug: str, language: str) -> ProgrammePage | None:
    """The page of this programme, or the one that was made for sequences imported before it."""
    own = ProgrammePage.objects.filter(locale__language_code=language)
    return own.filter(slug=slug).first() or own.filter(slug=PLACE_HOLDER, live=False).first()


PLACE_HOLDER = "programme-a-ecrire"


def programme_for(run: Import, language: str) -> ProgrammePage:
    """Where a new sequence goes: the programme of these files, else the latest there is, else one to be written."""
    if language in run.programmes:
        return run.programmes[language]
    page = ProgrammePage.objects.filter(locale__language_code=language).order_by("-live", "-period_start", "pk").first()
    if page is None:
        with translation.override(language):
            title = _("Programme à écrire")
        page = ProgrammePage(title=title, slug=PLACE_HOLDER, live=False, locale=pages.locale_of(language))
        Page.objects.get(depth=1).add_child(instance=page)
        page.save_revision(user=run.actor)
    run.programmes[language] = page
    return page


def _members(source: Source, key: str) -> list[Member]:
    value = source.head.get(key)
    emails = [value] if isinstance(value, str) and value else source.words(key)
    found = {member.email: member for member in Member.objects.filter(email__in=[email.lower() for email in emails])}
    # Whom the page's own field takes.
    takes = ProgrammePage._meta.get_field(key).get_limit_choices_to()  # type: ignore[union-attr]
    taken = set(Member.objects.filter(takes, email__in=found).values_list("pk", flat=True))
    for email in emails:
        member = found.get(email.lower())
        if member is None:
            source.wrong(source.line_of(key), _("%(email)s n'est l'adresse d'aucun membre") % {"email": email})
        elif member.pk not in taken:
            source.wrong(source.line_of(key), _(
                "%(email)s n'a pas de rôle : le sponsor et qui anime le programme en ont un, un administrateur le donne sur la page des rôles"
            ) % {"email": email})  # fmt: skip
    return [found[email.lower()] for email in emails if email.lower() in found]


def slugs(source: Source, key: str, model: type[Theme] | type[Audience]) -> list[object]:
    """The themes or audiences that a head names."""
    wanted = source.words(key)
    found = {row.slug: row for row in model._default_manager.filter(slug__in=wanted)}
    for slug in wanted:
        if slug not in found:
            known = ", ".join(model._default_manager.order_by("slug").values_list("slug", flat=True)[:30])
            source.wrong(source.line_of(key), _("%(key)s : \"%(slug)s\" n'existe pas (%(known)s)") % {
                "key": key, "slug": slug, "known": known or _("aucun encore"),
            })  # fmt: skip
    return [found[slug] for slug in wanted if slug in found]


def _arrange(source: Source, page: ProgrammePage, sequences: list[str]) -> None:
    known = set(page.get_children().values_list("slug", flat=True))
    for slug in sequences:
        if slug not in known:
            source.wrong(source.line_of("sequences"), _('la séquence "%(slug)s" n\'est pas dans ce programme') % {"slug": slug})
    pages.arrange(page, sequences)
