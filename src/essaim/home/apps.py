from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "essaim.home"
    label = "home"

    def ready(self) -> None:
        from essaim.notifications.api import digest_sources
        from essaim.ui.navigation import Entry, entries

        from .suggestions import worth_doing

        digest_sources.add("home", lambda member, since: worth_doing(member))
        entries.add("home", Entry(_("Accueil"), "home:home", 10, ""))
