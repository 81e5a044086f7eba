"""The record of processing (GDPR, article 30): every period on one page, for whoever wants to know."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.organisation.models import Organisation
from essaim.privacy.access import administrator_required, member_required
from essaim.privacy.actions.notes import change_notes
from essaim.privacy.forms import NotesForm
from essaim.privacy.holdings import told_holdings
from essaim.privacy.models import RecordNotes
from essaim.privacy.queries import recipients, words_of
from essaim.ui.shell import render


@member_required
def record(request: Any) -> HttpResponse:
    notes = RecordNotes.current()
    said = [(field.label, notes_field) for field, notes_field in _said(notes)]
    return render(
        request, "privacy/record.html", organisation=Organisation.current(), said=said, today=clock.now(),
        recipients=recipients(), entries=[words_of(holding) for holding in told_holdings()],
    )  # fmt: skip


def _said(notes: RecordNotes) -> list[tuple[Any, str]]:
    form = NotesForm(instance=notes)
    return [(form.fields[name], getattr(notes, name)) for name in form.fields]


@member_required
def as_csv(request: Any) -> HttpResponse:
    """The same for a spreadsheet: UTF-8 with its mark and semicolons in French, as Excel opens it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    response["Content-Disposition"] = 'attachment; filename="{}"'.format(_("registre-des-traitements.csv"))
    response.write("\ufeff")
    writer = csv.writer(response, delimiter="," if request.LANGUAGE_CODE == "en" else ";")
    columns = {
        "title": _("Traitement"), "what": _("Données"), "purpose": _("Finalité"), "basis": _("Base légale"),
        "period": _("Durée"), "readers": _("Qui y a accès"), "export": _("Accès et portabilité"), "erasure": _("Effacement"),
    }  # fmt: skip
    writer.writerow(columns.values())
    for holding in told_holdings():
        words = words_of(holding)
        writer.writerow([". ".join(words[key]) if key == "readers" else words[key] for key in columns])
    writer.writerow([])
    writer.writerow([_("Organisation"), Organisation.current().name])
    for field, text in _said(RecordNotes.current()):
        writer.writerow([str(field.label), " ".join(text.split())])
    writer.writerow([_("Personnes concernées"), _("les collaborateurs, et ceux qui sont partis jusqu'à leur effacement")])
    writer.writerow([_("Destinataires extérieurs, transferts hors de l'Union"), recipients()])
    return response


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: Any) -> HttpResponse:
    form, status = NotesForm(instance=RecordNotes.current()), 200
    if request.method == "POST":
        form, status = NotesForm(request.POST), 422
        if form.is_valid():
            try:
                change_notes(actor=request.user, **form.cleaned_data)
                messages.success(request, _("Le registre est à jour."))
                return redirect("privacy:record")
            except Refused as no:
                form.add_error(None, str(no))
    return render(request, "privacy/notes.html", status=status, form=form)
