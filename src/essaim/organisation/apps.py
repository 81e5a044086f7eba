from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "essaim.organisation"
    label = "organisation"
