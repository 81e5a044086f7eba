"""The search box of every page but its own, and its key among the preferences."""

from django.http import HttpRequest

from essaim.ui.jinja import url
from essaim.ui.shell import piece, render_to_string


def search(request: HttpRequest) -> str:
    return piece("search/bar.html", here=request.path == url("search:search"))


def preferences(request: HttpRequest) -> str:
    return render_to_string(request, "search/preferences.html")
