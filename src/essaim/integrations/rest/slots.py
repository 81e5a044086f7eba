"""What the API adds to the pages of others."""

from django.http import HttpRequest

from essaim.ui.shell import render_to_string


def page_link(request: HttpRequest) -> str:
    """The way from the member's preferences to the page to try the API."""
    return render_to_string(request, "rest/page_link.html")
