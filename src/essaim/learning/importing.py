"""Sequences and lessons from folders: see docs/content-format.md."""

import dataclasses
import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.content.api import importing
from essaim.kernel.names import slugify
from essaim.organisation.models import Theme
from essaim.people.models import Audience

from .models import LessonKind, LessonPage, SequencePage


@dataclasses.dataclass
class _Lesson:
    source: importing.Source
    slug: str
    blocks: list[importing.Block]
    pictures: dict[str, Path]
    digest: str


@dataclasses.dataclass
class _Sequence:
    source: importing.Source
    slug: str
    lessons: list[_Lesson]


class SequenceLoader:
    """One folder, one sequence; its name is the address."""

    def find(self, folder: Path) -> list[Path]:
        """The folders of sequences: this one, those in ``sequences/``, or those in it."""
        if (folder / "sequence.md").is_file():
            return [folder]
        inside = folder / "sequences" if (folder / "sequences").is_dir() else folder
        return sorted(path.parent for path in inside.glob("*/sequence.md"))

    def read(self, paths: list[Path], problems: importing.Problems) -> list[_Sequence]:
        audiences = set(Audience.objects.values_list("slug", flat=True))
        return [sequence for path in paths if (sequence := _read(path, problems, audiences))]

    def write(self, plan: list[_Sequence], run: importing.Import) -> None:
        audience_ids = dict(Audience.objects.values_list("slug", "pk"))
        for sequence in plan:
            _write(sequence, run, audience_ids)


def _read(folder: Path, problems: importing.Problems, audiences: set[str]) -> _Sequence | None:
    source = importing.read(folder / "sequence.md", problems)
    if source is None:
        return None
    source.text("title", required=True, most=255)
    source.text("summary", required=True)
    source.one_of("language", [code for code, _name in settings.LANGUAGES], settings.LANGUAGE_CODE)
    importing.slugs(source, "themes", Theme)
    for key in ("proposed_to", "restricted_to"):
        importing.slugs(source, key, Audience)
    lessons: list[_Lesson] = []
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.md")):
        if path.name == "sequence.md":
            continue
        slug = slugify(importing.name_of(path))
        if slug in seen:
            problems.add(path, 0, _("même nom de leçon que %(other)s : changez l'un des deux") % {"other": seen[slug].name})
        seen[slug] = path
        if lesson := _read_lesson(path, slug, problems, audiences):
            lessons.append(lesson)
    if not seen:
        problems.add(folder, 0, _("cette séquence n'a aucune leçon"))
    return _Sequence(source, slugify(folder.resolve().name), lessons)


def _read_lesson(path: Path, slug: str, problems: importing.Problems, audiences: set[str]) -> _Lesson | None:
    source = importing.read(path, problems)
    if source is None:
        return None
    source.text("title", required=True, most=255)
    source.text("summary")
    source.one_of("kind", list(LessonKind.values), LessonKind.LESSON)
    source.date("reviewed")
    minutes = source.head.get("minutes", 5)
    if not isinstance(minutes, int) or not 1 <= minutes <= 120:
        source.wrong(source.line_of("minutes"), _("minutes doit être un nombre entre 1 et 120"))
    blocks = importing.parse(source)
    if not any(line.strip() for line in source.body):
        source.wrong(source.first_line, _("cette leçon est vide"))
    if problems.forgiving:
        blocks = [block for block in blocks if block.audience in (None, "others", *audiences)]
    digest = hashlib.sha256(source.digest.encode())
    pictures = {}
    for block in blocks:
        if block.audience not in (None, "others", *audiences):
            known = ", ".join(sorted(audiences)) or _("aucun encore")
            message = _('le public "%(slug)s" n\'existe pas (%(known)s)') % {"slug": block.audience, "known": known}
            source.wrong(block.line, message)
        if block.type == "image" and (picture := importing.check(source, block.value["image"], block.line)):
            pictures[block.value["image"]] = picture
            digest.update(picture.read_bytes())
    return _Lesson(source, slug, blocks, pictures, digest.hexdigest())


def _write(plan: _Sequence, run: importing.Import, audience_ids: dict[str, int]) -> None:
    source = plan.source
    language = str(source.head.get("language", settings.LANGUAGE_CODE))
    page = SequencePage.objects.filter(locale__language_code=language, slug=plan.slug).first()
    place = f"{plan.slug}/sequence.md"
    if page and importing.unchanged(page, source.digest):
        run.note("left", _("séquence"), page, place)
    else:
        parent = page.get_parent() if page else importing.programme_for(run, language)
        page = page or SequencePage(locale=importing.locale_of(language), slug=plan.slug)
        page.title = page.draft_title = source.text("title")
        page.summary = source.text("summary")
        page.body = importing.html("\n".join(source.body))
        page.themes = importing.slugs(source, "themes", Theme)
        page.proposed_to = importing.slugs(source, "proposed_to", Audience)
        page.restricted_to = importing.slugs(source, "restricted_to", Audience)
        page = importing.write(run, page, parent, what=gettext_lazy("séquence"), place=place, digest=source.digest)
    for lesson in plan.lessons:
        _write_lesson(lesson, page, run, audience_ids)
    importing.arrange(SequencePage.objects.get(pk=page.pk), [lesson.slug for lesson in plan.lessons])


def _write_lesson(plan: _Lesson, parent: SequencePage, run: importing.Import, audience_ids: dict[str, int]) -> None:
    source = plan.source
    page = LessonPage.objects.child_of(parent).filter(slug=plan.slug).first()
    place = f"{parent.slug}/{source.path.name}"
    if page and importing.unchanged(page, plan.digest):
        run.note("left", _("leçon"), page, place)
        return
    before = list(page.body.raw_data) if page else []
    page = page or LessonPage(locale=parent.locale, slug=plan.slug)
    page.title = page.draft_title = source.text("title")
    page.summary = source.text("summary")
    page.kind = source.head.get("kind", LessonKind.LESSON)
    page.minutes = source.head.get("minutes", 5)
    page.reviewed_on = source.date("reviewed")

    def picture(block: importing.Block) -> int:
        return run.picture(plan.pictures[block.value["image"]], block.value["alternative"][:120] or plan.slug)

    page.body = json.dumps(importing.raw_stream(plan.blocks, before, audience_ids, picture))
    parent = SequencePage.objects.get(pk=parent.pk)
    importing.write(run, page, parent, what=gettext_lazy("leçon"), place=place, digest=plan.digest)
