"""On what one may be asked: only what one wrote oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.topics import state_topics
from essaim.people.team_forms import TopicsForm
from essaim.people.teams import topics_of
from essaim.ui.shell import render


@member_required
def topics(request: MemberRequest) -> HttpResponse:
    form, refused = TopicsForm(initial={"topics": "\n".join(topics_of(request.user))}), ""
    if request.method == "POST":
        form = TopicsForm(request.POST)
        if form.is_valid():
            try:
                state_topics(actor=request.user, topics=form.cleaned_data["topics"].splitlines())
                messages.success(request, _("C'est enregistré : vos collègues le voient sur votre page et celle de l'équipe."))
                return redirect("people:member", request.user.pk)
            except Refused as error:
                refused = str(error)
    return render(request, "people/topics.html", status=422 if request.method == "POST" else 200, form=form, refused=refused)
