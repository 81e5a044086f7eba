"""The audiences that an organisation begins with: one for each job family."""

from collections.abc import Collection, Iterable

from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.kernel.ordering import by_name
from essaim.organisation.models import JobFamily
from essaim.people import rules
from essaim.people.models import Audience, Member

from .audiences import create_audience, refresh_audience


def without_audience(known: Iterable[rules.Rule]) -> list[JobFamily]:
    """The job families that none of the rules ``known`` consists of alone."""
    taken = set()
    for rule in known:
        match rule:
            case rules.Has("job_family", (family,)) | rules.AllOf((rules.Has("job_family", (family,)),)):
                taken.add(family)
    return [family for family in JobFamily.objects.order_by(by_name(), "pk") if family.pk not in taken]


@transaction.atomic
def create_proposed_audiences(*, actor: Member, job_family_ids: Collection[int]) -> int:
    """Makes an audience for each of these job families that has none, named after it, in force at once. Returns how many."""
    made = 0
    known = [rules.parse(rule) for rule in Audience.objects.order_by("pk").values_list("rule", flat=True)]
    for family in without_audience(known):
        if family.pk not in job_family_ids:
            continue
        try:
            audience = create_audience(
                actor=actor, name=family.name, name_en=family.name_en, slug=family.slug, rule={"job_family": [family.pk]}
            )
        except Refused:
            # Another audience has that name: theirs stays, and nobody is puzzled by two.
            continue
        refresh_audience(audience.pk)
        made += 1
    return made
