from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "essaim.announcements"
    label = "announcements"

    def ready(self) -> None:
        from essaim.content.api import file_uses
        from essaim.ui import anchors, slots

        from . import bar, indexing, notifications
        from .anchors import ANNOUNCEMENTS, announcement_named
        from .queries import READS_ANNOUNCEMENT

        file_uses.readers.add("announcement", READS_ANNOUNCEMENT)
        anchors.kinds.add("announcement", ANNOUNCEMENTS)
        anchors.references.add("announcement", announcement_named)
        slots.register("bar.menu", bar.menu)
        indexing.register()
        notifications.register()
        from . import holdings

        holdings.declare()
