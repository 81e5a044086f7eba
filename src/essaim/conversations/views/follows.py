"""What one follows: a thread, a theme; and what one says is read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.conversations.actions.following import follow_theme, follow_thread, mark_all_read
from essaim.conversations.models import Level
from essaim.conversations.themes import theme_for
from essaim.people.access import MemberRequest
from essaim.people.api import local_path

from .common import writer_required

LEVELS = {"none": Level.NONE, "mute": Level.MUTED, "follow": Level.FOLLOWED, "watch": Level.WATCHED}


@require_POST
@writer_required
def thread(request: MemberRequest, thread_id: int) -> HttpResponse:
    level = LEVELS.get(request.POST.get("level", ""))
    address = local_path(request.POST.get("next")) or reverse("conversations:thread", args=[thread_id])
    if level is None:
        messages.error(request, _("Choisissez ce que vous voulez recevoir de ce fil."))
        return redirect(address)
    follow_thread(actor=request.user, thread_id=thread_id, level=level)
    messages.success(request, _told(level))
    return redirect(address)


@require_POST
@writer_required
def theme(request: MemberRequest, slug: str) -> HttpResponse:
    level, found = LEVELS.get(request.POST.get("level", "")), theme_for(request.user, slug)
    address = local_path(request.POST.get("next")) or f"{reverse('conversations:threads')}?theme={found.slug}"
    if level is None:
        messages.error(request, _("Choisissez ce que vous voulez recevoir de ce thème."))
        return redirect(address)
    follow_theme(actor=request.user, theme_id=found.pk, level=level)
    messages.success(request, _told(level))
    return redirect(address)


@require_POST
@writer_required
def read(request: MemberRequest) -> HttpResponse:
    """Everything is read, or what is in a theme."""
    slug = request.POST.get("theme", "")[:80]
    n = mark_all_read(actor=request.user, theme_id=theme_for(request.user, slug).pk if slug else None)
    if n:
        messages.success(
            request, ngettext("%(n)d fil est marqué comme lu.", "%(n)d fils sont marqués comme lus.", n) % {"n": n}
        )
    else:
        messages.success(request, _("Tout était déjà lu."))
    return redirect(local_path(request.POST.get("next")) or reverse("conversations:threads"))


def _told(level: Level) -> str:
    return {
        Level.NONE: _("Vous ne suivez plus."),
        Level.MUTED: _("Silence : on ne vous prévient que si l'on vous nomme."),
        Level.FOLLOWED: _("Vous suivez : ce qui est nouveau se retrouve dans vos non lus."),
        Level.WATCHED: _("On vous prévient de chaque message."),
    }[level]
