from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionConfig(AppConfig):
    name = "essaim.adoption"
    label = "adoption"

    def ready(self) -> None:
        from essaim.ui import checklist, navigation, slots

        from . import bar, launch
        from .slots import team_aggregate

        slots.register("team.aggregate", team_aggregate)
        navigation.entries.add(
            "coverage", navigation.Entry(_("Adoption"), "adoption:coverage", order=40, segment="adoption", role="facilitator")
        )
        checklist.guide(launch.next_after)
        slots.register("page.top", bar.top)
        slots.register("bar.menu", bar.menu)

        from . import holdings

        holdings.declare()
