from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "essaim.home"
    label = "home"
