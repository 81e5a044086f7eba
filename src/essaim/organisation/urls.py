from django.urls import URLPattern, URLResolver, path

from .views import accents, icons, logo, manifest, objectives, settings, structure, theme

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", settings.settings, name="settings"),
    path("structure/", structure.structure, name="structure"),
    path("objectives/", objectives.objectives, name="objectives"),
    path("accents/", accents.accents, name="accents"),
    path("theme/<str:accent>.css", theme.theme, name="theme"),
    path("logo/<slug:digest>.<slug:kind>", logo.logo, name="logo"),
    path("manifest/", manifest.manifest, name="manifest"),
    path("icons/<str:accent>/<slug:logo>/<slug:purpose>-<int:size>.png", icons.icons, name="icons"),
]
