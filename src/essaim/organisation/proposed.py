"""The catalogue that an organisation may begin with: themes, and objectives that people recognise as their own."""

import copy
from typing import Any

from django.conf import settings

from .models import JobFamily, Objective
from .queries import Names
from .yaml_file import Source, read

FILE = settings.PROJECT / "starter" / "fr" / "catalogue.yaml"


def proposed() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each theme with its objectives, those that are not there yet, as the file says them."""
    value = read(FILE).value
    known = set(Objective.objects.order_by().values_list("slug", flat=True))
    groups = []
    for theme in value["themes"]:
        mine = [one for one in value["objectives"] if one["theme"] == theme["slug"] and one["slug"] not in known]
        if mine:
            groups.append((theme, mine))
    return groups


def chosen(*, themes: set[str], objectives: set[str]) -> Source:
    """The part of the file to import: these objectives, and these themes with those that the objectives need.

    An objective keeps the job families that this organisation has.
    """
    source = read(FILE)
    value = copy.deepcopy(source.value)
    families = Names(JobFamily.objects.order_by("pk").values_list("pk", "slug", "name", "name_en"))
    wanted = [one for one in value["objectives"] if one["slug"] in objectives]
    for one in wanted:
        one["job_families"] = [name for name in one.get("job_families", []) if families.find(name) is not None]
    needed = themes | {one["theme"] for one in wanted}
    kept = [theme for theme in value["themes"] if theme["slug"] in needed]
    return Source(source.name, {"themes": kept, "objectives": wanted}, {(): (1, 1)})
