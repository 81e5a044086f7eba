from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "essaim.integrations.rest"
    label = "rest"

    def ready(self) -> None:
        from essaim.ui import slots

        from . import holdings
        from .slots import page_link

        holdings.declare()
        slots.register("people.preferences", page_link)
