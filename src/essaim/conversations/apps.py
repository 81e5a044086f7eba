from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "essaim.conversations"
    label = "conversations"
