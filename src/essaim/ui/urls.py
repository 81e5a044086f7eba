from django.urls import path

from .views import gallery

app_name = "ui"
urlpatterns = [path("", gallery.gallery, name="gallery")]
