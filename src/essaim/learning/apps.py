from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "essaim.learning"
    label = "learning"
