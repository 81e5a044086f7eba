from django.urls import URLPattern, URLResolver, path

from .views import audiences, audit, demo, first_steps, imports, invitations, languages, members, preferences, roles, tokens

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", members.members, name="members"),
    path("members/<int:id>/", members.member, name="member"),
    path("first-steps/", first_steps.resume, name="first-steps"),
    path("first-steps/<slug:step>/", first_steps.first_step, name="first-step"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:id>/revoke/", tokens.revoke, name="revoke-token"),
    path("languages/", languages.choose, name="language"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/links/", invitations.links, name="invitation-links"),
    path("invitations/audiences/", invitations.audiences, name="invite-audiences"),
    path("invitations/accept/<slug:secret>/", invitations.accept, name="accept-invitation"),
    path("invitations/arrival/", invitations.arrival_sent, name="arrival-sent"),
    path("invitations/arrival/<str:token>/", invitations.confirm, name="confirm-arrival"),
    path("invitations/<int:id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:id>/revoke/", invitations.revoke, name="revoke-invitation"),
    path("audiences/", audiences.audiences, name="audiences"),
    path("audiences/new/", audiences.new_audience, name="new-audience"),
    path("audiences/preview/", audiences.audience_preview, name="audience-preview"),
    path("audiences/<int:id>/", audiences.audience, name="audience"),
    path("audiences/<int:id>/delete/", audiences.audience_delete, name="audience-delete"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:key>/", imports.import_, name="import"),
    path("imports/<uuid:key>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<uuid:key>/discard/", imports.import_discard, name="import-discard"),
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:id>/", roles.role, name="role"),
    path("roles/<int:id>/revoke/", roles.revoke, name="revoke-role"),
    path("audit/", audit.audit, name="audit"),
    path("demo/", demo.enter_as, name="demo-enter"),
]
