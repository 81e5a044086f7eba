from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "essaim.accompaniment"
    label = "accompaniment"

    def ready(self) -> None:
        from essaim.ui import anchors, slots

        from . import notifications
        from . import slots as ways_in
        from .actions.asking import ANCHOR
        from .queries import ACCOMPANIMENTS

        anchors.kinds.add(ANCHOR, ACCOMPANIMENTS)
        slots.register("bar.menu", ways_in.menu)
        slots.register("lesson.help", ways_in.lesson_help)
        slots.register("member.profile", ways_in.profile)
        slots.register("team.help", ways_in.team_help)
        notifications.register()
        from . import holdings

        holdings.declare()
