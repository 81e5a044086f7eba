"""The members: a directory by name, and a page for each."""

from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.codes import why_no_code
from essaim.people.models import Member
from essaim.people.queries import directory, member_page, team_path
from essaim.people.security import grants_of
from essaim.people.teams import topics_of
from essaim.ui.shell import render

PAGE = 50


@member_required
def members(request: MemberRequest) -> HttpResponse:
    name = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:120]
    last = read_id(request.GET.get("after"))
    after = Member.objects.filter(pk=last).only("sort_key").first() if last else None
    found = list(directory(name=name, after=after)[: PAGE + 1])
    shown, more = found[:PAGE], len(found) > PAGE
    first = f"?{urlencode({'name': name})}" if name else "?"
    following = f"?{urlencode(({'name': name} if name else {}) | {'after': shown[-1].pk})}" if more else None
    return render(
        request, "people/members.html", members=shown, name=name, next_href=following, previous_href=first if after else None
    )


@member_required
def member(request: MemberRequest, id: int) -> HttpResponse:
    found = member_page(id, reader=request.user)
    if found is None:
        raise Http404
    return render(
        request,
        "people/member.html",
        person=found,
        teams=team_path(found.team),
        grants=grants_of(found),
        mine=found.pk == request.user.pk,
        may_give_code=request.user.is_facilitator and why_no_code(request.user, found) is None,
        topics=topics_of(found),
    )
