from django.http import HttpRequest, HttpResponse

from essaim.people.access import member_required
from essaim.ui.shell import render


@member_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home/home.html")
