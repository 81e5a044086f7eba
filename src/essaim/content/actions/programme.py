"""The programme's first page is written on a form; from then on it is a page of the editor."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from essaim.content.importing import prose
from essaim.content.importing.pages import locale_of
from essaim.content.importing.programme import PLACE_HOLDER
from essaim.content.models import ProgrammePage
from essaim.kernel.errors import Refused
from essaim.kernel.names import slugify
from essaim.people.models import Member


@transaction.atomic
def write_programme(
    *,
    actor: Member,
    language: str,
    title: str,
    summary: str,
    period_start: datetime.date | None,
    period_end: datetime.date | None,
    intention: str,
    how_to_take_part: str,
    what_we_will_not_do: str,
) -> ProgrammePage:
    """Writes and publishes a programme that ``actor`` runs; texts are Markdown.

    Sequences that came before it had a page made for them (content.importing): it becomes this one. Raises Refused for a
    title that another programme has, so that the same form sent twice publishes once.
    """
    # Two forms at once: the second waits.
    root = Page.objects.select_for_update().get(depth=1)
    slug = slugify(title)
    own = ProgrammePage.objects.filter(locale__language_code=language)
    if own.filter(slug=slug).exists():
        raise Refused(
            _("Un programme porte déjà ce titre : donnez-en un autre, ou récrivez-le dans l'administration."),
            code="title-taken",
        )
    # The worker may be adding sequences below the page that waits: it ends first, and the page is read as it left it.
    waiting = Page.objects.select_for_update().filter(slug=PLACE_HOLDER, live=False, locale__language_code=language).first()
    page = waiting.specific if waiting else ProgrammePage(locale=locale_of(language), live=False)
    page.title = page.draft_title = title
    page.slug, page.summary = slug, summary
    page.period_start, page.period_end = period_start, period_end
    page.intention, page.how_to_take_part = prose.html(intention), prose.html(how_to_take_part)
    page.what_we_will_not_do = prose.html(what_we_will_not_do)
    page.facilitators = [actor]
    if page.pk is None:
        root.add_child(instance=page)
    page.save_revision(user=actor).publish(user=actor)
    return page
