from django.urls import URLPattern, URLResolver, path

from .views import coverage

app_name = "adoption"
urlpatterns: list[URLPattern | URLResolver] = [
    path("coverage/", coverage.coverage, name="coverage"),
]
