from django.urls import path

from .views import announcements, away, editor

app_name = "announcements"
urlpatterns = [
    path("", announcements.announcements, name="announcements"),
    path("<int:id>/", announcements.announcement, name="announcement"),
    path("away/<int:id>/", away.put_away, name="put-away"),
    path("editor/", editor.announcements, name="editor"),
    path("editor/new/", editor.new, name="new"),
    path("editor/<int:id>/", editor.edit, name="edit"),
    path("editor/<int:id>/withdraw/", editor.withdraw, name="withdraw"),
    path("editor/<int:id>/discard/", editor.discard, name="discard"),
]
