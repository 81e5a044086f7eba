"""Themes: what is talked about, and how facilitators arrange it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.conversations.actions.theming import arrange_theme, move_threads, shift_theme
from essaim.conversations.forms import ThemeForm
from essaim.conversations.reading import rail, theme_index
from essaim.conversations.themes import theme_called
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest, facilitator_required, member_required
from essaim.ui.shell import render

from .common import writer_required


@member_required
def themes(request: MemberRequest) -> HttpResponse:
    arranging = request.user.is_facilitator
    beside = {theme.id: theme for theme in rail(request.user).themes}
    return render(
        request, "conversations/themes.html", themes=theme_index(request.user, arranging=arranging), beside=beside,
        arranging=arranging,
    )  # fmt: skip


@facilitator_required
def new(request: MemberRequest) -> HttpResponse:
    return _arrange(request, None)


@facilitator_required
@writer_required
def theme(request: MemberRequest, slug: str) -> HttpResponse:
    return _arrange(request, theme_called(slug))


def _arrange(request: MemberRequest, found: Theme | None) -> HttpResponse:
    initial = {}
    if found:
        initial = {name: getattr(found, name) for name in ("name", "name_en", "description", "description_en")}
        initial |= {"audiences": found.restricted_to, "archived": found.archived_at is not None}
    form, refused = ThemeForm(request.POST if request.method == "POST" else None, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        audiences = [audience.pk for audience in data.pop("audiences")]
        try:
            arrange_theme(actor=request.user, theme_id=found.pk if found else None, restricted_to=audiences, **data)
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("Le thème est enregistré."))
            return redirect("conversations:themes")
    others = Theme.objects.exclude(pk=found.pk).order_by("position", "name") if found else []
    return render(
        request, "conversations/theme.html", status=422 if request.method == "POST" else 200, form=form, refused=refused, theme=found,
        others=others,
    )  # fmt: skip


@require_POST
@facilitator_required
@writer_required
def shift(request: MemberRequest, slug: str) -> HttpResponse:
    shift_theme(actor=request.user, theme_id=theme_called(slug).pk, by=1 if request.POST.get("by") == "down" else -1)
    return redirect("conversations:themes")


@require_POST
@facilitator_required
@writer_required
def move(request: MemberRequest, slug: str) -> HttpResponse:
    """All threads of a theme into another."""
    source, target = theme_called(slug), read_id(request.POST.get("target", ""))
    known = Theme.objects.filter(pk=target).exists() if target else False
    if not target or not known:
        messages.error(request, _("Choisissez le thème qui reçoit ces fils."))
        return redirect("conversations:theme", slug)
    try:
        moved, left = move_threads(actor=request.user, theme_id=source.pk, target_id=target)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("conversations:theme", slug)
    messages.success(request, ngettext("%(n)d fil a changé de thème.", "%(n)d fils ont changé de thème.", moved) % {"n": moved})
    if left:
        words = ngettext(
            "%(n)d fil reste : il est pour d'autres que l'autre thème.",
            "%(n)d fils restent : ils sont pour d'autres que l'autre thème.",
            left,
        )
        messages.warning(request, words % {"n": left})
    return redirect("conversations:themes")
