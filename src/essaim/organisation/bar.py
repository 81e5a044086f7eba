"""What the organisation adds to every page: its name, its logo, its accent. No query of its own (organisation.known)."""

from typing import Any

from django.http import HttpRequest

from essaim.ui.identity import Identity
from essaim.ui.jinja import url
from essaim.ui.shell import piece

from . import known
from .icons import icon_path


def identity() -> Identity:
    organisation = known.current()
    return Identity(
        organisation.name, organisation.logo_path, organisation.theme_path, url("organisation:manifest"),
        icon_path(organisation, "any", 180),
    )  # fmt: skip


def menu(request: HttpRequest) -> str:
    """The settings, for administrators."""
    member: Any = request.user
    return piece("organisation/bar_menu.html") if member.is_administrator else ""
