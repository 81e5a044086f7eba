"""The one way into the site, whatever somebody proved themselves with."""

from collections.abc import Mapping

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from essaim.people.models import Member
from essaim.people.session import note_way
from essaim.people.targets import local_path


def enter(
    request: HttpRequest, member: Member, target: str, *, way: str, second: bool = False, keep: Mapping[str, str] | None = None
) -> HttpResponse:
    """Signs ``member`` in, with a new session, and leads to ``target`` or home.

    Parameters:
        way: one of ``session.WAYS``.
        second: whether that way had a second step of its own.
        keep: what the new session is to hold.
    """
    if request.user.is_authenticated and request.user.pk != member.pk:
        logout(request)
    request.session.update(keep or {})
    note_way(request, way, second=second)
    response: HttpResponse = perform_login(request, member, redirect_url=local_path(target) or resolve_url("home:home"))
    return response


def came_by_link_at(request: HttpRequest) -> float:
    """When this browser came by a link; whoever can read the member's mail, or holds their code, may choose a new password without the old one."""
    note = request.session.note  # type: ignore[attr-defined]
    return float(note["since"]) if note.get("way") in ("link", "code", "invitation") else 0.0
