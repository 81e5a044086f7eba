from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "essaim.people"
    label = "people"

    def ready(self) -> None:
        from essaim.ui import slots

        from . import bar, opening

        opening.register()
        slots.register("bar.language", bar.language)
        slots.register("bar.menu", bar.menu)
