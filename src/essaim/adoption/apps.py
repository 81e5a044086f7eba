from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "essaim.adoption"
    label = "adoption"
