"""What is worth doing now."""

from django.http import HttpResponse
from django.shortcuts import redirect

from essaim.adoption import api as adoption
from essaim.home.suggestions import gather
from essaim.kernel.suggestions import choose
from essaim.people import api as people
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def home(request: MemberRequest) -> HttpResponse:
    member = request.user
    if people.needs_first_steps(member):
        return redirect("people:first-steps")
    gathered = gather(member)
    suggestions = choose(gathered.suggestions)
    return render(
        request,
        "home/home.html",
        lead=suggestions[0] if suggestions else None,
        lines=suggestions[1:],
        programme=gathered.programme,
        opening=adoption.reminder(member),
    )
