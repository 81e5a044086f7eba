from django.urls import URLPattern, URLResolver, path

from .views import accents, logo, objectives, settings, structure, theme

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", settings.settings, name="settings"),
    path("structure/", structure.structure, name="structure"),
    path("objectives/", objectives.objectives, name="objectives"),
    path("accents/", accents.accents, name="accents"),
    path("theme/<str:accent>.css", theme.theme, name="theme"),
    path("logo/<slug:digest>.<slug:kind>", logo.logo, name="logo"),
]
