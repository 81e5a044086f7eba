"""Finishing a lesson."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.learning.actions.completions import complete
from essaim.learning.queries.lessons import lesson_by_id, outline
from essaim.people.access import MemberRequest, member_required

from .lessons import following


@member_required
@require_POST
def completions(request: MemberRequest, lesson_id: int) -> HttpResponse:
    """Notes the lesson as finished and goes on to the next, or to the sequence when all is read."""
    lesson = lesson_by_id(request.user, lesson_id)
    if lesson is None:
        raise Http404
    complete(actor=request.user, lesson_id=lesson.id, sequence_id=lesson.sequence_id)
    places = outline(request.user, lesson.sequence_id)
    if place := following(places, lesson.id):
        return redirect("learning:lesson", lesson.sequence_slug, place.slug)
    messages.success(request, _('C\'est fait : vous avez terminé "%(title)s".') % {"title": lesson.sequence_title})
    return redirect("learning:sequence", lesson.sequence_slug)
