from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "essaim.notifications"
    label = "notifications"

    def ready(self) -> None:
        from essaim.people.session import carried
        from essaim.people.waiting import keepers
        from essaim.ui import slots

        from . import bar, hours, queries

        carried.add(queries.NAME, queries.CARRIED)
        keepers.add("notifications", hours.held)
        slots.register("bar.bell", bar.bell)
        slots.register("bar.menu", bar.menu)
        slots.register("mail.sent", bar.mail_sent)
        slots.register("people.preferences", bar.preferences_link)

        from . import consumers, digests, events, holdings  # noqa: F401
        from .actions.digest import unread_for_digest

        digests.sources.add("notifications", unread_for_digest)
        consumers.register()
        holdings.declare()
