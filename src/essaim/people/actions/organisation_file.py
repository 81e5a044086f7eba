"""The organisation's own file, with its audiences: one file, one transaction."""

from collections import Counter
from typing import Any

from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.organisation.actions.catalogue import import_catalogue, names_of, slug_of
from essaim.organisation.yaml_file import Place, Source
from essaim.people import rules
from essaim.people.models import Audience, Member

from .audiences import change_audience, create_audience, refresh_audience


@transaction.atomic
def import_organisation(*, actor: Member | None, source: Source) -> Counter[str]:
    """Brings organisation and audiences in line with a file; what it does not name stays.

    Audiences are in force at once. Returns how many things were created, changed and left. Raises FileRefused, with the
    place in the file, and then nothing is done.
    """
    done = import_catalogue(actor_id=actor.pk if actor else None, source=source)
    seen: dict[str, int] = {}
    for number, item in enumerate(source.items(source.value, "audiences")):
        place: Place = ("audiences", number)
        item = source.mapping(place, item, needed=("slug", "name", "rule"), others=("name_en",))
        slug = slug_of(source, place, item, seen)
        done[_save(actor, source, place, slug, item)] += 1
    return done


def _save(actor: Member | None, source: Source, place: Place, slug: str, item: dict[str, Any]) -> str:
    names = names_of(source, place, item)
    try:
        rule = rules.from_names(item["rule"])
    except rules.InvalidRule as refused:
        raise source.refuse((*place, "rule"), refused.message) from None
    audience = Audience.objects.filter(slug=slug).first()
    if audience and audience.rule == rule and {key: getattr(audience, key) for key in names} == names:
        return "left"
    try:
        if audience:
            outcome = "changed"
            change_audience(actor=actor, audience=audience, rule=rule, **names)
        else:
            outcome = "created"
            audience = create_audience(actor=actor, slug=slug, rule=rule, **names)
    except rules.InvalidRule as refused:
        raise source.refuse((*place, "rule"), refused.message) from None
    except Refused as refused:
        raise source.refuse((*place, "name"), refused.message) from None
    refresh_audience(audience.pk)
    return outcome
