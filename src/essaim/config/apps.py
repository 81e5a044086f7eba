from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "essaim.config"
    label = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401
