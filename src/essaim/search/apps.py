from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "essaim.search"
    label = "search"

    def ready(self) -> None:
        from essaim.ui import slots

        from . import bar, consumers, members, sources, teams  # noqa: F401

        slots.register("bar.search", bar.search)
        slots.register("people.preferences", bar.preferences)
        sources.register(members.source())
        sources.register(teams.source())

        from . import holdings

        holdings.declare()
