from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ContentConfig(AppConfig):
    name = "essaim.content"
    label = "content"

    def ready(self) -> None:
        from essaim.ui import anchors, titles

        from . import events, file_uses, opening, publication, setup  # noqa: F401
        from .importing.programme import ProgrammeLoader
        from .importing.run import loaders
        from .queries import PROGRAMMES, READS_PROGRAMME, title_of_programme

        opening.register()
        publication.connect()
        post_migrate.connect(setup.prepare_editing, sender=self, dispatch_uid="essaim.content.setup")
        loaders.add("programme", ProgrammeLoader())
        file_uses.readers.add("programme", READS_PROGRAMME)
        anchors.kinds.add("programme", PROGRAMMES)
        titles.namers.add("content:programme", title_of_programme)

        from . import holdings

        holdings.declare()
