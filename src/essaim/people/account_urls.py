"""Signing in, under our own addresses. Names that begin with ``account_`` are those by which allauth knows its pages."""

from django.urls import path

from .views.account import company, links, password, security, sessions, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("company/", company.leave, name="account_company"),
    path("company/back/", company.back, name="account_company_back"),
    path("links/", links.links, name="account_links"),
    path("links/sent/", links.link_sent, name="account_link_sent"),
    path("links/<str:secret>/", links.link, name="account_link"),
    path("password/", password.password, name="account_password"),
    path("security/", security.security, name="account_security"),
    path("sessions/end/", sessions.end, name="account_end_session"),
    path("sessions/end-others/", sessions.end_others, name="account_end_other_sessions"),
]
