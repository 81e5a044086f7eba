from django.urls import path

from .views import imports, media, programmes

app_name = "content"
urlpatterns = [
    path("programmes/", programmes.current, name="current-programme"),
    path("programmes/new/", programmes.new, name="new-programme"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:key>/", imports.import_, name="import"),
    path("media/<path:path>", media.media, name="media"),
]
