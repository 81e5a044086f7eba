"""What one chose in the first steps, and may change at any time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.members import change_preferences
from essaim.people.forms import PreferencesForm
from essaim.people.queries import catalogue_for, job_family_is_given
from essaim.ui.shell import render

from .languages import remember


@member_required
def preferences(request: MemberRequest) -> HttpResponse:
    member = request.user
    given = job_family_is_given(member)
    stated = list(member.stated_objectives.values_list("objective_id", flat=True))
    initial = {"language": member.language or request.LANGUAGE_CODE, "job_family": member.job_family_id}
    form, chosen, status = PreferencesForm(initial=initial, with_job_family=not given), set(stated), 200
    if request.method == "POST":
        form = PreferencesForm(request.POST, with_job_family=not given)
        if form.is_valid():
            change_preferences(actor=member, **form.cleaned_data)
            with translation.override(member.language or request.LANGUAGE_CODE):
                messages.success(request, _("Vos préférences sont enregistrées."))
            return remember(redirect("people:preferences"), member.language or request.LANGUAGE_CODE)
        chosen = {id for value in request.POST.getlist("objectives") if (id := read_id(value))}
        status = 422
    return render(
        request, "people/preferences.html", status=status, form=form, given=member.job_family if given else None,
        catalogue=catalogue_for(member), chosen=chosen,
    )  # fmt: skip
