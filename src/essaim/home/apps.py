from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "essaim.home"
    label = "home"

    def ready(self) -> None:
        from essaim.ui.navigation import Entry, entries

        entries.add("home", Entry(_("Accueil"), "home:home", 10, ""))
