from django.urls import URLPattern, path

from .views import archives, data, erasures, leaving, record

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("data/", data.data, name="data"),
    path("data/<slug:package>/<slug:part>/", data.holding, name="holding"),
    path("archives/", archives.archives, name="archives"),
    path("archives/<uuid:key>/", archives.archive, name="archive"),
    path("leaving/", leaving.leaving, name="leaving"),
    path("leaving/cancel/", leaving.cancel, name="stay"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/members/<int:member_id>/", erasures.member, name="erase-member"),
    path("erasures/<int:id>/", erasures.erasure, name="erasure"),
    path("erasures/<int:id>/cancel/", erasures.cancel, name="cancel-erasure"),
    path("record/", record.record, name="record"),
    path("record/csv/", record.as_csv, name="record-csv"),
    path("record/notes/", record.notes, name="record-notes"),
]
