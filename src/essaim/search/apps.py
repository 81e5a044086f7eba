from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "essaim.search"
    label = "search"

    def ready(self) -> None:
        from essaim.ui import slots

        from . import bar

        slots.register("bar.search", bar.search)
