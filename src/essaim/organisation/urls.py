from django.urls import URLPattern, URLResolver, path

from .views import accents, logo, settings, theme

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", settings.settings, name="settings"),
    path("accents/", accents.accents, name="accents"),
    path("theme/<str:accent>.css", theme.theme, name="theme"),
    path("logo/<slug:digest>.<slug:kind>", logo.logo, name="logo"),
]
