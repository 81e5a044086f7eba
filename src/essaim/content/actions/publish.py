"""From a programme's page to the rows that members read."""

from django.db import transaction

from essaim.content import markup
from essaim.content.actions.files import note_files
from essaim.content.events import ProgrammePublished, ProgrammeWithdrawn
from essaim.content.models import Programme, ProgrammePage, ProgrammeText
from essaim.content.models.programme import SECTIONS
from essaim.content.translations import leading
from essaim.journal import api as journal
from essaim.kernel.typography import set_text
from essaim.ui import anchors


@transaction.atomic
def publish_programme(*, page: ProgrammePage, actor_id: int | None) -> Programme:
    """Compiles one language of a programme; people and audiences come from the leading translation."""
    lead = leading(page)
    facts = {
        "period_start": lead.period_start,
        "period_end": lead.period_end,
        "sponsor": lead.sponsor,
        "facilitator_ids": [member.pk for member in lead.facilitators.all().order_by("sort_key", "pk")],
        "live": True,
        **lead.addresses(),
    }
    programme, _made = Programme.objects.select_for_update().get_or_create(translation_key=page.translation_key)
    before = programme.restricted_to
    for name, value in facts.items():
        setattr(programme, name, value)
    programme.save()
    text, _made = ProgrammeText.objects.update_or_create(programme=programme, language=page.language, defaults=text_of(page))
    shown = "".join(text.sections.values())
    note_files(kind="programme", object_id=programme.pk, language=page.language, body=[{"type": "html", "html": shown}])
    if before != programme.restricted_to:
        anchors.changed("programme", programme.pk, programme.restricted_to)
    journal.record(ProgrammePublished(actor_id=actor_id, subject_id=programme.pk, language=page.language))
    return programme


def text_of(page: ProgrammePage) -> dict[str, object]:
    """The texts of a page, compiled."""
    return {
        "slug": page.slug,
        "title": set_text(page.title, page.language),
        "summary": set_text(page.summary, page.language),
        "sections": {name: markup.rich_text(getattr(page, name), page.language) for name in SECTIONS},
    }


@transaction.atomic
def withdraw_programme(*, page: ProgrammePage, actor_id: int | None) -> None:
    """Takes ``page``'s language away; the programme itself goes with its last one. Twice changes nothing."""
    programme = Programme.objects.select_for_update().filter(translation_key=page.translation_key).first()
    if programme is None or not programme.texts.filter(language=page.language).delete()[0]:
        return
    note_files(kind="programme", object_id=programme.pk, language=page.language, body=[])
    programme.live = programme.texts.exists()
    programme.save(update_fields=["live"])
    journal.record(ProgrammeWithdrawn(actor_id=actor_id, subject_id=programme.pk, language=page.language))
