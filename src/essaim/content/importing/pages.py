"""Writing pages: made, changed or left, published, and put in order."""

from collections.abc import Sequence
from typing import Any, TypeVar

from wagtail.models import Locale, Page

from essaim.content.models import BasePage

from .run import Import

P = TypeVar("P", bound=BasePage)


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def write(run: Import, page: P, parent: Page, *, what: object, place: str, digest: str) -> P:
    """Saves ``page`` (new or known) as a revision of its own and publishes it."""
    new = page.pk is None
    page.import_digest = digest
    if new:
        page.live = False
        parent.add_child(instance=page)
    revision = page.save_revision(user=run.actor, log_action=not new)
    revision.publish(user=run.actor)
    run.note("created" if new else "updated", str(what), page, place)
    page.refresh_from_db()
    return page


def unchanged(page: BasePage | None, digest: str) -> bool:
    """The file is the one that the published page came from: edits made since then in the editor stay."""
    return page is not None and page.live and page.import_digest == digest


def arrange(parent: Page, wanted: Sequence[Any]) -> None:
    """Puts the pages ``wanted`` (slugs) first and in that order; the others keep theirs behind them."""
    rank = {slug: number for number, slug in enumerate(wanted)}
    now = list(parent.get_children().order_by("path"))
    then = sorted(now, key=lambda page: rank.get(page.slug, len(rank)))
    if now == then:
        return
    for page in then:
        Page.objects.get(pk=page.pk).specific.move(Page.objects.get(pk=parent.pk), pos="last-child")
