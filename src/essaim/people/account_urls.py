"""Signing in, under our own addresses. Names that begin with ``account_`` are those by which allauth knows its pages."""

from django.urls import path

from .views.account import (
    authenticator,
    company,
    confirm,
    links,
    passkeys,
    password,
    recovery_codes,
    second_step,
    security,
    sessions,
    sign_in,
)

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("company/", company.leave, name="account_company"),
    path("company/back/", company.back, name="account_company_back"),
    path("links/", links.links, name="account_links"),
    path("links/sent/", links.link_sent, name="account_link_sent"),
    path("links/<str:secret>/", links.link, name="account_link"),
    path("password/", password.password, name="account_password"),
    path("second-step/", second_step.second_step, name="account_second_step"),
    path("confirm/", confirm.confirm, name="account_confirm"),
    path("authenticator/", authenticator.authenticator, name="account_authenticator"),
    path("authenticator/off/", authenticator.off, name="account_authenticator_off"),
    path("recovery-codes/", recovery_codes.recovery_codes, name="account_recovery_codes"),
    path("passkeys/new/", passkeys.new, name="account_new_passkey"),
    path("passkeys/challenge/", passkeys.challenge, name="account_passkey_challenge"),
    path("passkeys/enter/", passkeys.enter_by_passkey, name="account_passkey_enter"),
    path("passkeys/<int:id>/", passkeys.passkey, name="account_passkey"),
    path("passkeys/<int:id>/remove/", passkeys.remove, name="account_remove_passkey"),
    path("security/", security.security, name="account_security"),
    path("sessions/end/", sessions.end, name="account_end_session"),
    path("sessions/end-others/", sessions.end_others, name="account_end_other_sessions"),
]
