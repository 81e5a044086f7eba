from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "essaim.privacy"
    label = "privacy"

    def ready(self) -> None:
        from django.core.files.storage import default_storage

        from essaim.ui import slots

        from . import events, pages, standing  # noqa: F401
        from .holdings import file_kinds

        standing.declare()
        file_kinds.add("media", default_storage.delete)
        slots.register("bar.menu", pages.menu)
        slots.register("people.preferences", pages.preferences_link)
        slots.register("member.profile", pages.profile)
