from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "essaim.learning"
    label = "learning"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from essaim.content.api import file_uses, importing
        from essaim.notifications.api import digest_sources
        from essaim.search import api as found
        from essaim.ui import anchors, navigation, titles

        from . import events, opening, search  # noqa: F401
        from .anchors import LESSONS, LESSONS_FINISHED, first_lessons, lesson_named
        from .digest import new_lessons
        from .importing import SequenceLoader
        from .queries.reader import READS_LESSON, READS_SEQUENCE
        from .titles import title_of_lesson, title_of_sequence

        opening.register()
        digest_sources.add("learning", new_lessons)
        navigation.entries.add(
            "sequences", navigation.Entry(_("Séquences"), "learning:sequences", order=20, segment="learning")
        )
        importing.loaders.add("sequences", SequenceLoader())
        file_uses.readers.add("sequence", READS_SEQUENCE)
        file_uses.readers.add("lesson", READS_LESSON)
        anchors.kinds.add("lesson", LESSONS)
        anchors.openers.add("lesson", first_lessons)
        anchors.references.add("lesson", lesson_named)
        anchors.familiar.add("lesson", LESSONS_FINISHED)
        titles.namers.add("learning:sequence", title_of_sequence)
        titles.namers.add("learning:lesson", title_of_lesson)
        found.register(search.LESSONS)
        found.register(search.SEQUENCES)

        from . import holdings

        holdings.declare()
