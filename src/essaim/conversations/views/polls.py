from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.conversations.actions.voting import close_poll
from essaim.conversations.actions.voting import vote as cast
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest, member_required

from .common import writer_required


@require_POST
@member_required
def vote(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Not as what one writes: a vote that came without a session is not kept in one."""
    options = [id for id in map(read_id, request.POST.getlist("option")) if id is not None]
    try:
        cast(actor=request.user, thread_id=thread_id, options=options)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre vote est compté."))
    return redirect("conversations:thread", thread_id)


@require_POST
@writer_required
def close(request: MemberRequest, thread_id: int) -> HttpResponse:
    close_poll(actor=request.user, thread_id=thread_id)
    messages.success(request, _("Le sondage est clos."))
    return redirect("conversations:thread", thread_id)
