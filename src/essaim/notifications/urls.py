from django.urls import path

from .views import devices, hours, mails, notifications, preferences

app_name = "notifications"
urlpatterns = [
    path("", notifications.centre, name="centre"),
    path("<int:id>/", notifications.open_one, name="open"),
    path("preferences/", preferences.edit, name="preferences"),
    path("preferences/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("devices/", devices.add, name="devices"),
    path("devices/<int:id>/remove/", devices.remove, name="remove-device"),
    path("hours/", hours.index, name="hours"),
    path("hours/<int:site_id>/", hours.edit, name="site-hours"),
    path("mails/", mails.index, name="mails"),
    path("mails/<slug:name>/", mails.show, name="mail"),
    path("mails/<slug:name>/html/", mails.html, name="mail-html"),
]
