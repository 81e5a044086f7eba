"""Who may do more than others: for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.people import second_step
from essaim.people.access import MemberRequest, administrator_required
from essaim.people.actions.company import unlink_company
from essaim.people.actions.roles import grant_role, revoke_role
from essaim.people.actions.second_step import reset_second_step
from essaim.people.forms import GrantForm
from essaim.people.models import Member, Role, RoleGrant
from essaim.people.security import grants_of, people_named, people_with_roles
from essaim.ui.shell import render

PAGE = 50


@administrator_required
def roles(request: MemberRequest) -> HttpResponse:
    """Everybody who has a role, and a search for who is to get one."""
    role = request.GET.get("role", "")
    role = role if role in Role.values else ""
    name = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:120]
    last = read_id(request.GET.get("after"))
    after = Member.objects.filter(pk=last).only("sort_key").first() if last else None
    found = list(people_with_roles(role=role, after=after)[: PAGE + 1])
    shown = found[:PAGE]
    kept = {"role": role} if role else {}
    return render(
        request,
        "people/roles.html",
        people=shown,
        role=role,
        roles=Role.choices,
        name=name,
        named=people_named(name),
        next_href=f"?{urlencode(kept | {'after': shown[-1].pk})}" if len(found) > PAGE else None,
        previous_href=f"?{urlencode(kept)}" if after else None,
    )


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: MemberRequest, id: int) -> HttpResponse:
    """The roles of one member."""
    person = get_object_or_404(Member.objects.select_related("job_family", "team"), pk=id)
    form, status = GrantForm(), 200
    if request.method == "POST":
        form, status = GrantForm(request.POST), 422
        if form.is_valid():
            try:
                grant_role(actor=request.user, member=person, **form.cleaned_data)
            except Refused as no:
                form.add_error(None, no.message)
            else:
                messages.success(request, _("C'est fait : %(name)s a ce rôle.") % {"name": person.name})
                return redirect("people:role", id=person.pk)
    return render(
        request,
        "people/role.html",
        status=status,
        person=person,
        form=form,
        grants=grants_of(person),
        linked=person.company_accounts.exists(),
        has_second_step=second_step.has_one(person),
    )


@administrator_required
@require_POST
def revoke(request: MemberRequest, id: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("member", "audience"), pk=id)
    try:
        revoke_role(actor=request.user, grant=grant)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("Le rôle est retiré."))
    return redirect("people:role", id=grant.member_id)


@administrator_required
@require_POST
def unlink(request: MemberRequest, id: int) -> HttpResponse:
    """Forgets which account of the company is this member's."""
    person = get_object_or_404(Member, pk=id)
    unlink_company(actor=request.user, member=person)
    messages.success(
        request,
        _("Le compte est délié, et ses navigateurs sont déconnectés : la prochaine entrée avec cette adresse en reliera un."),
    )
    return redirect("people:role", id=person.pk)


@administrator_required
@require_POST
def reset_second_step_of(request: MemberRequest, id: int) -> HttpResponse:
    """For who lost telephone and codes: they come in without, and choose a second step anew."""
    person = get_object_or_404(Member, pk=id)
    reset_second_step(actor=request.user, member=person)
    messages.success(request, _("C'est remis à zéro, et les navigateurs de %(name)s sont déconnectés.") % {"name": person.name})
    return redirect("people:role", id=person.pk)
