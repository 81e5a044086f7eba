from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "essaim.config"
    label = "config"

    def ready(self) -> None:
        from essaim.privacy.api import impersonal

        from . import checks  # noqa: F401

        impersonal("when a backup was made, where and how large", "config_backup")
