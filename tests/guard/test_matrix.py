"""Every address × every role. A new address must be added here: the test fails when one is missing.

The letters say what a GET answers: P page, - sent to sign in, F forbidden (403), N not found (404), M only POST (405),
R redirected elsewhere, U unavailable (503: no worker runs in tests); of the API: A nobody known (401), Q something
missing (422).
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .matrix_api import API
from .world import World, make_world

ROLES = ["anonymous", "member", "sponsor", "facilitator", "administrator"]
OTHERS = ("admin/", "documents/")
SLUG, TOKEN, KEY = "inconnu", "inconnu:inconnu", str(uuid.uuid4())

# name: (arguments out of the world, one letter per role)
MATRIX: dict[str, tuple[Any, str]] = {
    "healthz": ({}, "PPPPP"),
    "readyz": ({}, "UUUUU"),
    "metrics": ({}, "PPPPP"),
    "worker": ({}, "PPPPP"),
    "offline": ({"language": "en"}, "PPPPP"),
    "home:home": ({}, "-PPPP"),
    "organisation:settings": ({}, "-FFFP"),
    "organisation:structure": ({}, "-FFPP"),
    "organisation:objectives": ({}, "-FFPP"),
    "organisation:accents": ({}, "PPPPP"),
    "organisation:theme": ({"accent": "0b5394"}, "PPPPP"),
    "organisation:logo": ({"digest": SLUG, "kind": "png"}, "NNNNN"),
    "organisation:manifest": ({}, "PPPPP"),
    "organisation:icons": ({"accent": "0b5394", "logo": "mark", "purpose": "any", "size": 192}, "PPPPP"),
    "people:members": ({}, "-PPPP"),
    "people:member": (lambda w: {"id": w.claire.pk}, "-PPPP"),
    "people:first-steps": ({}, "-RRRR"),
    "people:first-step": ({"step": "objectives"}, "-PPPP"),
    "people:teams": ({}, "-PPPP"),
    "people:team": (lambda w: {"id": w.team_id}, "-PPPP"),
    "people:team-edit": (lambda w: {"id": w.team_id}, "-NNPP"),
    "people:team-history": (lambda w: {"id": w.team_id}, "-PPPP"),
    "people:new-team-date": (lambda w: {"id": w.team_id}, "-NNPP"),
    "people:team-date": (lambda w: {"id": w.team_id, "date_id": w.team_date_id}, "-NNPP"),
    "people:team-date-calendar": (lambda w: {"id": w.team_id, "date_id": w.team_date_id}, "-PPPP"),
    "people:team-feed": ({}, "-PPPP"),
    "people:team-feed-file": ({"secret": SLUG}, "NNNNN"),
    "people:proposals": ({}, "-PPPP"),
    "people:proposal": (lambda w: {"id": w.proposal_id}, "-NNNN"),
    "people:withdraw-proposal": (lambda w: {"id": w.proposal_id}, "MMMMM"),
    "people:topics": ({}, "-PPPP"),
    "people:preferences": ({}, "-PPPP"),
    "people:tokens": ({}, "-PPPP"),
    "people:revoke-token": ({"id": 999_999}, "-MMMM"),
    "people:language": ({}, "MMMMM"),
    "people:invitations": ({}, "-PPPP"),
    "people:invitation-links": ({}, "-RRRR"),
    "people:invite-audiences": ({}, "-FFPP"),
    "people:invite-audience": (lambda w: {"id": w.audience.pk}, "-FFPP"),
    "people:accept-invitation": ({"secret": SLUG}, "NNNNN"),
    "people:arrival-sent": ({}, "PPPPP"),
    "people:confirm-arrival": ({"token": TOKEN}, "NNNNN"),
    "people:invitation": (lambda w: {"id": w.invitation.pk}, "-NNNN"),
    "people:revoke-invitation": (lambda w: {"id": w.invitation.pk}, "-MMMM"),
    "people:set-up": ({"secret": SLUG}, "NNNNN"),
    "people:codes": ({}, "PPPPP"),
    "people:give-code": (lambda w: {"member_id": w.claire.pk}, "MMMMM"),
    "people:demo-enter": ({}, "MMMMM"),
    "people:audiences": ({}, "-FFPP"),
    "people:new-audience": ({}, "-FFPP"),
    "people:audience": (lambda w: {"id": w.audience.pk}, "-FFPP"),
    "people:audience-preview": ({}, "MMMMM"),
    "people:audience-delete": (lambda w: {"id": w.audience.pk}, "-FFPP"),
    "people:imports": ({}, "-FFPP"),
    "people:import": ({"key": KEY}, "-FFNN"),
    "people:import-columns": ({"key": KEY}, "-FFNN"),
    "people:import-discard": ({"key": KEY}, "-FFMM"),
    "people:roles": ({}, "-FFFP"),
    "people:role": (lambda w: {"id": w.claire.pk}, "-FFFP"),
    "people:revoke-role": ({"id": 999_999}, "-FFFM"),
    "people:reset-second-step": ({"id": 999_999}, "-FFFM"),
    "people:unlink-company": ({"id": 999_999}, "-FFFM"),
    "people:sign-in-settings": ({}, "-FFFP"),
    "people:audit": ({}, "-FFFP"),
    "account_login": ({}, "PRRRR"),
    "account_logout": ({}, "PPPPP"),
    "account_company": ({}, "NNNNN"),
    "account_company_back": ({}, "NNNNN"),
    "account_links": ({}, "PPPPP"),
    "account_link_sent": ({}, "PPPPP"),
    "account_link": ({"secret": SLUG}, "NNNNN"),
    "account_password": ({}, "-PPPP"),
    "account_second_step": ({}, "-RRRR"),
    "account_confirm": ({}, "-PPPP"),
    "account_authenticator": ({}, "-RRRR"),
    "account_authenticator_off": ({}, "-RRRR"),
    "account_recovery_codes": ({}, "-RRRR"),
    "account_new_passkey": ({}, "-RRRR"),
    "account_passkey_challenge": ({}, "PPPPP"),
    "account_passkey_enter": ({}, "MMMMM"),
    "account_passkey": ({"id": 999_999}, "-RRRR"),
    "account_remove_passkey": ({"id": 999_999}, "-RRRR"),
    "account_security": ({}, "-PPPP"),
    "account_end_session": ({}, "-MMMM"),
    "account_end_other_sessions": ({}, "-MMMM"),
    "privacy:data": ({}, "-PPPP"),
    "privacy:holding": ({"package": "people", "part": "member"}, "-PPPP"),
    "privacy:archives": ({}, "-MMMM"),
    "privacy:archive": ({"key": KEY}, "-MMMM"),
    "privacy:leaving": ({}, "-PPPP"),
    "privacy:stay": ({}, "-MMMM"),
    "privacy:erasures": ({}, "-FFFP"),
    "privacy:erase-member": (lambda w: {"member_id": w.claire.pk}, "-FFFP"),
    "privacy:erasure": ({"id": 999_999}, "-FFFN"),
    "privacy:cancel-erasure": ({"id": 999_999}, "-FFFM"),
    "privacy:record": ({}, "-PPPP"),
    "privacy:record-csv": ({}, "-PPPP"),
    "privacy:record-notes": ({}, "-FFFP"),
    "notifications:centre": ({}, "-PPPP"),
    "notifications:open": (lambda w: {"id": 999_999}, "-NNNN"),
    "notifications:preferences": ({}, "-PPPP"),
    "notifications:unsubscribe": ({"token": TOKEN}, "NNNNN"),
    "notifications:devices": ({}, "MMMMM"),
    "notifications:remove-device": ({"id": 999_999}, "MMMMM"),
    "notifications:hours": ({}, "-FFFP"),
    "notifications:site-hours": ({"site_id": 0}, "-FFFP"),
    "notifications:mails": ({}, "NNNNN"),
    "notifications:mail": ({"name": SLUG}, "NNNNN"),
    "notifications:mail-html": ({"name": SLUG}, "NNNNN"),
    "search:search": ({}, "-PPPP"),
    "content:current-programme": ({}, "-PPPP"),
    "content:new-programme": ({}, "-FFPP"),
    "content:programme": ({"slug": SLUG}, "-NNNN"),
    "content:imports": ({}, "-FFPP"),
    "content:import": ({"key": KEY}, "-FFNN"),
    "content:media": ({"path": "rien.png"}, "-NNNN"),
    "learning:sequences": ({}, "-PPPP"),
    "learning:sequence": (lambda w: {"slug": "pour-tous"}, "-PPPP"),
    "learning:starters": ({}, "-FFPP"),
    "learning:lesson": (lambda w: {"sequence_slug": "pour-tous", "slug": "lecon"}, "-PPPP"),
    "learning:answer": (lambda w: {"lesson_id": w.lesson_id, "block_id": KEY}, "-MMMM"),
    "learning:complete": (lambda w: {"lesson_id": w.lesson_id}, "-MMMM"),
    "conversations:index": ({}, "RRRRR"),
    "conversations:threads": ({}, "-PPPP"),
    "conversations:new-thread": ({}, "-PPPP"),
    "conversations:thread": (lambda w: {"thread_id": w.thread.pk}, "-PPPP"),
    "conversations:fresh": (lambda w: {"thread_id": w.thread.pk, "number": 1}, "-PPPP"),
    "conversations:keys": ({}, "-PPPP"),
    "conversations:unread": (lambda w: {"thread_id": w.thread.pk}, "-RRRR"),
    "conversations:follow-thread": (lambda w: {"thread_id": w.thread.pk}, "MMMMM"),
    "conversations:follow-theme": ({"slug": "ecoute"}, "MMMMM"),
    "conversations:mark-read": ({}, "MMMMM"),
    "conversations:themes": ({}, "-PPPP"),
    "conversations:new-theme": ({}, "-FFPP"),
    "conversations:theme": ({"slug": "ecoute"}, "-FFPP"),
    "conversations:shift-theme": ({"slug": "ecoute"}, "MMMMM"),
    "conversations:move-theme": ({"slug": "ecoute"}, "MMMMM"),
    "conversations:post": (lambda w: {"post_id": w.post.pk}, "-RRRR"),
    "conversations:edit": (lambda w: {"post_id": w.post.pk}, "-NNNN"),
    "conversations:delete": (lambda w: {"post_id": w.post.pk}, "-NNNN"),
    "conversations:restore": (lambda w: {"post_id": w.post.pk}, "MMMMM"),
    "conversations:post-mail": (lambda w: {"post_id": w.post.pk}, "-NNNN"),
    "conversations:post-mail-file": (lambda w: {"post_id": w.post.pk, "number": 1}, "-NNNN"),
    "conversations:accept": (lambda w: {"post_id": w.post.pk}, "MMMMM"),
    "conversations:withdraw": (lambda w: {"post_id": w.post.pk}, "MMMMM"),
    "conversations:vote": (lambda w: {"thread_id": w.thread.pk}, "MMMMM"),
    "conversations:close-poll": (lambda w: {"thread_id": w.thread.pk}, "MMMMM"),
    "conversations:same-question": (lambda w: {"thread_id": w.thread.pk}, "MMMMM"),
    "conversations:report": (lambda w: {"post_id": w.post.pk}, "-PPPP"),
    "conversations:moderation": ({}, "-FFPP"),
    "conversations:moderation-mine": ({}, "-PPPP"),
    "conversations:moderate-post": (lambda w: {"post_id": w.post.pk}, "-NNPP"),
    "conversations:dismiss-reports": (lambda w: {"post_id": w.post.pk}, "MMMMM"),
    "conversations:moderate-thread": (lambda w: {"thread_id": w.thread.pk}, "-NNPP"),
    "conversations:discussion": (lambda w: {"kind": "lesson", "anchor_id": w.lesson_id}, "-PPPP"),
    "conversations:introductions": ({}, "-PPPP"),
    "conversations:new-introduction": ({}, "-PPPP"),
    "conversations:decline-introduction": ({}, "MMMMM"),
    "conversations:mentions": ({}, "-PPPP"),
    "conversations:history": (lambda w: {"post_id": w.post.pk}, "-PPPP"),
    "conversations:reactions": (lambda w: {"post_id": w.post.pk}, "-PPPP"),
    "conversations:react": (lambda w: {"post_id": w.post.pk}, "MMMMM"),
    "conversations:drafts": ({}, "-PPPP"),
    # Nothing is begun there.
    "conversations:draft": ({}, "-EEEE"),
    "conversations:save-draft": ({}, "MMMMM"),
    "conversations:discard-draft": ({}, "MMMMM"),
    "conversations:editor": ({}, "-PPPP"),
    "conversations:upload": ({}, "MMMMM"),
    "conversations:file": ({"key": KEY}, "-NNNN"),
    "conversations:file-shown": ({"key": KEY}, "-NNNN"),
    "conversations:remove-file": ({"key": KEY}, "MMMMM"),
    "conversations:similar": ({}, "-PPPP"),
    "conversations:references": ({}, "-PPPP"),
    "conversations:reference": ({"kind": "lesson", "target_id": 999_999}, "-NNNN"),
    "announcements:announcements": ({}, "-PPPP"),
    "announcements:announcement": (lambda w: {"id": w.announcement_id}, "-PPPP"),
    "announcements:put-away": (lambda w: {"id": w.announcement_id}, "MMMMM"),
    "announcements:editor": ({}, "-FFPP"),
    "announcements:new": ({}, "-FFPP"),
    "announcements:edit": (lambda w: {"id": w.announcement_id}, "-FFPP"),
    "announcements:withdraw": (lambda w: {"id": w.announcement_id}, "-FFPP"),
    "announcements:discard": (lambda w: {"id": w.announcement_id}, "MMMMM"),
    "accompaniment:accompaniments": ({}, "-PPPP"),
    "accompaniment:new": ({}, "-PPPP"),
    "accompaniment:volunteer": ({}, "-PPPP"),
    "accompaniment:accompaniment": (lambda w: {"id": w.accompaniment_id}, "-NNNN"),
    "accompaniment:calendar": (lambda w: {"id": w.accompaniment_id}, "-NNNN"),
    "accompaniment:act": (lambda w: {"id": w.accompaniment_id, "act": "accept"}, "MMMMM"),
    "accompaniment:testimony": (lambda w: {"id": w.accompaniment_id}, "-NNNN"),
    "accompaniment:agree": (lambda w: {"id": w.accompaniment_id}, "MMMMM"),
    "accompaniment:take-back": (lambda w: {"id": w.accompaniment_id}, "MMMMM"),
    "adoption:checklist": ({}, "-FFPP"),
    "adoption:step": ({"key": "people"}, "-FFRR"),
    "api-page": ({}, "-PPPP"),
    "api-document": ({}, "PPPPP"),
    "api-unknown": ({}, "NNNNN"),
    # It asks for a sequence.
    "adoption:coverage": ({}, "-FFPP"),
    **API,
}

STATUS = {200: "P", 204: "E", 401: "A", 422: "Q", 403: "F", 404: "N", 405: "M", 410: "N", 503: "U"}


def _names(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if route.startswith(OTHERS):
            continue
        if isinstance(entry, URLResolver):
            yield from _names(entry, route, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_is_in_the_matrix() -> None:
    assert set(_names(get_resolver())) == set(MATRIX)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def _letter(response: Any) -> str:
    if response.status_code in (301, 302):
        return "-" if response["Location"].startswith("/people/account/sign-in/") else "R"
    return STATUS.get(response.status_code, str(response.status_code))


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_gets(role: str, world: World, client: Client) -> None:
    who: Member | None = None
    if role != "anonymous":
        who = make_member(*([] if role == "member" else [role]))
        client.force_login(who)
    wrong = []
    for name, (arguments, letters) in MATRIX.items():
        kwargs = arguments(world) if callable(arguments) else arguments
        got = _letter(client.get(reverse(name, kwargs=kwargs)))
        if got != letters[ROLES.index(role)]:
            wrong.append(f"{name}: {got} instead of {letters[ROLES.index(role)]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["member", "facilitator", "administrator"])
def test_what_is_restricted_to_others_is_not_there(role: str, world: World, client: Client) -> None:
    """Not even for those who run the programme: a restricted thread is for its audience."""
    client.force_login(make_member(*([] if role == "member" else [role])))
    for path in (
        reverse("conversations:thread", kwargs={"thread_id": world.restricted_thread.pk}),
        reverse("learning:sequence", kwargs={"slug": "reserve"}),
        reverse("announcements:announcement", kwargs={"id": world.restricted_announcement_id}),
        reverse("accompaniment:accompaniment", kwargs={"id": world.accompaniment_id}),
        reverse("learning:lesson", kwargs={"sequence_slug": "reserve", "slug": "lecon"}),
    ):
        assert client.get(path).status_code == 404, path
