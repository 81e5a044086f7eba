"""Sequences that come with Essaim are chosen, and the worker brings them in."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from essaim.content.api import importing
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.learning.models import StarterImport
from essaim.learning.starters import Starter, starters
from essaim.organisation.actions.begin import adopt_catalogue
from essaim.organisation.proposed import proposed
from essaim.people.models import Audience, Member


@transaction.atomic
def choose_starters(*, actor: Member, chosen: Mapping[str, Audience | None], with_objectives: bool) -> int:
    """Asks for starters by their slugs, each proposed to an audience (None: to everybody); returns how many are on their way.

    Their themes come at once, and the proposed objectives of these themes if wished. Asked for twice, one comes once.
    """
    from essaim.learning.tasks import bring_in

    wanted = [starter for starter in starters() if starter.slug in chosen]
    if not wanted:
        return 0
    themes = {theme for starter in wanted for theme in starter.themes}
    objectives = [one["slug"] for theme, listed in proposed() if theme["slug"] in themes for one in listed]
    adopt_catalogue(actor_id=actor.pk, themes=themes, objectives=objectives if with_objectives else ())
    for language in {starter.language for starter in wanted}:
        # Made now, and not by whoever comes first: the worker and the programme's form find the same page.
        importing.programme_for(importing.Import(actor, importing.Problems(Path())), language)
    for starter in wanted:
        row, _made = StarterImport.objects.update_or_create(
            language=starter.language, slug=starter.slug,
            defaults={
                "audience": chosen[starter.slug], "chosen_by": actor, "chosen_at": clock.now(), "done_at": None, "problem": "",
            },
        )  # fmt: skip
        bring_in.defer(starter_import_id=row.pk)
    return len(wanted)


def bring_in_starter(*, row: StarterImport) -> None:
    """Imports a chosen starter, all of it or nothing. What stops it is kept for whoever chose it."""
    starter = _files_of(row)
    try:
        if starter is None:
            raise Refused(f"{row}: no such starter", code="no-starter")
        heads = {"proposed_to": [row.audience.slug] if row.audience else [], "restricted_to": []}
        with transaction.atomic():
            importing.run_import(path=starter.folder, actor=row.chosen_by, dry_run=False, heads=heads, forgiving=True)
            row.done_at, row.problem = clock.now(), ""
            row.save(update_fields=["done_at", "problem"])
    except Refused as refused:
        row.problem = str(refused)
        row.save(update_fields=["problem"])


def _files_of(row: StarterImport) -> Starter | None:
    return next((one for one in starters() if (one.language, one.slug) == (row.language, row.slug)), None)
