from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "essaim.announcements"
    label = "announcements"
