from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "essaim.conversations"
    label = "conversations"

    def ready(self) -> None:
        from essaim.journal import api as journal
        from essaim.notifications.api import digest_sources, sights
        from essaim.people.afterwards import afterwards
        from essaim.ui import anchors, navigation, slots, titles

        from . import answering, behind, between, indexing, notifications, opening
        from . import sights as own_sights
        from .actions.threads import follow
        from .digest import begun_in_my_themes
        from .introductions import offer_after_first_steps
        from .queries import title_of_thread
        from .slots import bar_menu, discussion, part_talk, preferences_link
        from .team_threads import team_threads

        navigation.entries.add(
            "conversations",
            navigation.Entry(label=_("Conversations"), url_name="conversations:threads", order=30, segment="conversations"),
        )
        digest_sources.add("conversations", begun_in_my_themes)
        afterwards.add("introduction", offer_after_first_steps)
        slots.register("discussion", discussion)
        slots.register("part.talk", part_talk)
        slots.register("team.threads", team_threads)
        slots.register("bar.menu", bar_menu)
        slots.register("people.preferences", preferences_link)
        anchors.listeners.add("conversations", follow)
        titles.namers.add("conversations:thread", title_of_thread)
        journal.withheld.add("conversations", between.withheld)
        behind.register()
        indexing.register()
        opening.register()
        notifications.register()
        answering.register()
        sights.add(own_sights.BEGINNING, own_sights.still_seen)

        from . import holdings

        holdings.declare()
