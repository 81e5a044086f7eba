from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "essaim.journal"
    label = "journal"
