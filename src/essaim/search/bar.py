"""The search box of every page but its own, and its key among the preferences."""

from django.http import HttpRequest
from django.urls import reverse

from essaim.ui.shell import render_to_string


def search(request: HttpRequest) -> str:
    here = request.path == reverse("search:search")
    return render_to_string(request, "search/bar.html", here=here)


def preferences(request: HttpRequest) -> str:
    return render_to_string(request, "search/preferences.html")
