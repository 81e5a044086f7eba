from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "essaim.integrations.rest"
    label = "rest"

    def ready(self) -> None:
        from . import holdings

        holdings.declare()
