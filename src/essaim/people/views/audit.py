"""What nobody can edit: who gave which role, who changed how people come in. For administrators."""

from django.http import HttpResponse
from django.utils.http import urlencode

from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest, administrator_required
from essaim.people.audit_words import sentence
from essaim.people.models import Act
from essaim.people.security import audit_entries
from essaim.ui.shell import render

PAGE = 50


@administrator_required
def audit(request: MemberRequest) -> HttpResponse:
    act = request.GET.get("act", "")
    act = act if act in Act.values else ""
    name = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:120]
    before = read_id(request.GET.get("before"))
    found = list(audit_entries(act=act, name=name, before=before)[: PAGE + 1])
    kept = {key: value for key, value in (("act", act), ("name", name)) if value}
    return render(
        request,
        "people/audit.html",
        lines=[(entry, sentence(entry)) for entry in found[:PAGE]],
        acts=Act.choices,
        act=act,
        name=name,
        next_href=f"?{urlencode(kept | {'before': found[PAGE - 1].pk})}" if len(found) > PAGE else None,
        previous_href=f"?{urlencode(kept)}" if before else None,
    )
