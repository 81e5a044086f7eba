from django.urls import path

from .views import accompaniments, new, testimonies, volunteer

app_name = "accompaniment"
urlpatterns = [
    path("", accompaniments.accompaniments, name="accompaniments"),
    path("new/", new.new, name="new"),
    path("volunteer/", volunteer.volunteer, name="volunteer"),
    path("accompaniments/<int:id>/", accompaniments.accompaniment, name="accompaniment"),
    path("accompaniments/<int:id>/calendar/", accompaniments.calendar, name="calendar"),
    path("accompaniments/<int:id>/<slug:act>/", accompaniments.act, name="act"),
    path("testimonies/<int:id>/", testimonies.testimony, name="testimony"),
    path("testimonies/<int:id>/agree/", testimonies.agree, name="agree"),
    path("testimonies/<int:id>/take-back/", testimonies.take_back, name="take-back"),
]
