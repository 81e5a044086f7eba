from django.urls import URLPattern, URLResolver, path

from .views import checklist, coverage

app_name = "adoption"
urlpatterns: list[URLPattern | URLResolver] = [
    path("checklist/", checklist.checklist, name="checklist"),
    path("checklist/<slug:key>/", checklist.step, name="step"),
    path("coverage/", coverage.coverage, name="coverage"),
]
