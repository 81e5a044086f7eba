from django.http import HttpRequest

from essaim.ui.shell import render_to_string


def menu(request: HttpRequest) -> str:
    """The way to the announcements, in the member's own menu."""
    return render_to_string(request, "announcements/menu.html")
