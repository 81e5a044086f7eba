"""What is worth doing now."""

from django.http import HttpResponse
from django.shortcuts import redirect

from essaim.accompaniment import api as accompaniment
from essaim.adoption import api as adoption
from essaim.content import api as content
from essaim.home.suggestions import worth_doing
from essaim.kernel.suggestions import choose
from essaim.people import api as people
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def home(request: MemberRequest) -> HttpResponse:
    member = request.user
    if people.needs_first_steps(member):
        return redirect("people:first-steps")
    # What is between two people goes to no digest: it is gathered here alone.
    suggestions = choose([*worth_doing(member), *accompaniment.suggestions_for(member)])
    return render(
        request,
        "home/home.html",
        lead=suggestions[0] if suggestions else None,
        lines=suggestions[1:],
        programme=content.current_programme(member),
        opening=adoption.reminder(member),
    )
