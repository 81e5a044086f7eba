from django.http import HttpRequest

from essaim.ui.shell import piece


def menu(request: HttpRequest) -> str:
    """The way to the announcements, in the member's own menu."""
    return piece("announcements/menu.html")
