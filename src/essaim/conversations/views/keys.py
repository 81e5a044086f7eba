from django.http import HttpResponse

from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def keys(request: MemberRequest) -> HttpResponse:
    """The keys that conversations know; there one switches them off."""
    return render(request, "conversations/keys.html")
