"""Signing in, under our own addresses. Names that begin with ``account_`` are those by which allauth knows its pages."""

from django.urls import path

from .views import account

urlpatterns = [
    path("sign-in/", account.sign_in, name="account_login"),
    path("sign-out/", account.sign_out, name="account_logout"),
    path("links/", account.links, name="account_links"),
    path("links/sent/", account.link_sent, name="account_link_sent"),
    path("links/<str:secret>/", account.link, name="account_link"),
    path("password/", account.password, name="account_password"),
]
