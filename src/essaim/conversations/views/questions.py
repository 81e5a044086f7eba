from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.conversations.actions.same_question import say_same_question
from essaim.people.access import MemberRequest

from .common import writer_required


@require_POST
@writer_required
def same(request: MemberRequest, thread_id: int) -> HttpResponse:
    """``same=0`` takes it back."""
    is_same = request.POST.get("same") != "0"
    say_same_question(actor=request.user, thread_id=thread_id, same=is_same)
    if is_same:
        messages.success(request, _("C'est noté : on vous préviendra quand une réponse sera retenue."))
    return redirect("conversations:thread", thread_id)
