"""The programme's page: its intention, its sponsor's words, who runs it, how to take part."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.content.actions.programme import write_programme
from essaim.content.actions.publish import text_of
from essaim.content.models import ProgrammePage, ProgrammeText
from essaim.content.programme_form import ProgrammeForm, prepared_draft
from essaim.content.queries import best_text, current_programme, visible_programmes
from essaim.kernel.errors import Refused
from essaim.organisation import known
from essaim.people.access import MemberRequest, facilitator_required, member_required
from essaim.people.models import Member
from essaim.ui import checklist
from essaim.ui.shell import render


@member_required
def current(request: MemberRequest) -> HttpResponse:
    """Sends to the programme that runs now; a page that says so while there is none."""
    link = current_programme(request.user)
    return redirect(link.url) if link else render(request, "content/no_programme.html")


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """The programme's first page, from a prepared draft; the editor takes over from there."""
    form = ProgrammeForm(initial=prepared_draft(known.current().name))
    if request.method == "POST":
        form = ProgrammeForm(request.POST)
        if form.is_valid():
            try:
                write_programme(actor=request.user, language=known.current().language, **form.cleaned_data)
            except Refused as no:
                form.add_error("title", no.message)
            else:
                messages.success(request, _("Le programme est publié. Il se récrit dans l'administration."))
                return redirect(checklist.onward(request, reverse("content:current-programme")))
    return render(request, "content/programme_new.html", status=422 if form.is_bound else 200, form=form)


@member_required
def programme(request: MemberRequest, slug: str) -> HttpResponse:
    found = visible_programmes(request.user).filter(texts__slug=slug).select_related("sponsor__job_family").distinct().first()
    if found is None:
        raise Http404
    text = best_text(list(found.texts.all()))
    people = Member.objects.filter(pk__in=found.facilitator_ids, is_active=True).select_related("job_family", "site")
    return render(
        request,
        "content/programme.html",
        text=text,
        programme=found,
        sponsor=found.sponsor,
        facilitators=list(people.order_by("sort_key", "pk")),
        preview=False,
    )


def preview(request: HttpRequest, page: ProgrammePage) -> HttpResponse:
    """A draft as members would read it."""
    fields: dict[str, Any] = text_of(page)
    return render(
        request,
        "content/programme.html",
        text=ProgrammeText(language=page.language, **fields),
        programme=page,
        sponsor=page.sponsor,
        facilitators=list(page.facilitators.all().order_by("sort_key", "pk")),
        preview=True,
    )
