from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "essaim.people"
    label = "people"

    def ready(self) -> None:
        from essaim.ui import anchors, slots

        from . import bar, opening, team_anchors

        opening.register()
        anchors.kinds.add("team", team_anchors.TEAMS)
        anchors.references.add("team", team_anchors.team_named)
        slots.register("bar.language", bar.language)
        slots.register("bar.menu", bar.menu)

        from . import holdings

        holdings.declare()
