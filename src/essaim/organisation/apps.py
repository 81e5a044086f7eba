from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "essaim.organisation"
    label = "organisation"

    def ready(self) -> None:
        from essaim.ui import identity, slots

        from . import bar, events, opening  # noqa: F401

        opening.register()
        identity.show(bar.identity)
        slots.register("bar.menu", bar.menu)
