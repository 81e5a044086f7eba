from django.urls import path

from .views import answers, completions, lessons, sequences, starters

app_name = "learning"
urlpatterns = [
    path("sequences/", sequences.sequences, name="sequences"),
    path("sequences/<slug:slug>/", sequences.sequence, name="sequence"),
    path("starters/", starters.starters_page, name="starters"),
    path("lessons/<slug:sequence_slug>/<slug:slug>/", lessons.lesson, name="lesson"),
    path("answers/<int:lesson_id>/<uuid:block_id>/", answers.answers, name="answer"),
    path("completions/<int:lesson_id>/", completions.completions, name="complete"),
]
