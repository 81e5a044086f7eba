"""The search box of every page."""

from django.http import HttpRequest

from essaim.ui.shell import render_to_string


def search(request: HttpRequest) -> str:
    return render_to_string(request, "search/bar.html")
