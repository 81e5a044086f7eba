"""A member's first minutes: three short steps, each with its address, each optional."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from essaim.kernel.ids import read_id
from essaim.organisation import known
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.first_steps import finish_first_steps
from essaim.people.actions.members import change_member, state_objectives
from essaim.people.afterwards import offered_to
from essaim.people.forms import JobFamilyForm, LanguageForm, ObjectivesForm
from essaim.people.queries import catalogue_for, job_family_is_given
from essaim.ui.shell import render

from .languages import remember

STEPS = {"language": _("Langue"), "job-family": _("Métier"), "objectives": _("Objectifs")}


def _order() -> list[str]:
    """The steps there are: where one language is offered, nobody is asked which."""
    return [step for step in STEPS if step != "language" or len(known.current().languages) > 1]


# The step that comes next, kept with the session: who leaves in between goes on where they were.
_NEXT = "first_step"


@member_required
def resume(request: MemberRequest) -> HttpResponse:
    step = request.session.get(_NEXT, "")
    if step not in _order():
        step = "job-family" if request.user.language else _order()[0]
    return redirect("people:first-step", step=step)


@member_required
def first_step(request: MemberRequest, step: str) -> HttpResponse:
    if step not in _order():
        raise Http404
    handle = {"language": _language, "job-family": _job_family, "objectives": _objectives}[step]
    return handle(request)


def _go_on(request: MemberRequest, step: str) -> HttpResponse:
    after = _order()[_order().index(step) + 1 :]
    if after:
        request.session[_NEXT] = after[0]
        return redirect("people:first-step", step=after[0])
    request.session.pop(_NEXT, None)
    finish_first_steps(actor=request.user)
    return redirect(offered_to(request.user) or programme_url())


def programme_url() -> str:
    """The page that says what all this is for, where there is one."""
    try:
        return reverse("content:current-programme")
    except NoReverseMatch:
        return reverse("home:home")


def _page(request: MemberRequest, step: str, form: object, **more: object) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    index = _order().index(step)
    previous = _order()[index - 1] if index else None
    return render(
        request, "people/first_step.html", status=status, step=step, number=index + 1, total=len(_order()), form=form,
        previous=previous, last=step == _order()[-1], **more,
    )  # fmt: skip


def _skipped(request: MemberRequest) -> bool:
    return request.method == "POST" and "skip" in request.POST


def _language(request: MemberRequest) -> HttpResponse:
    if _skipped(request):
        return _go_on(request, "language")
    form = LanguageForm(request.POST or None, initial={"language": request.user.language or request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        change_member(actor=request.user, member=request.user, language=language)
        return remember(_go_on(request, "language"), language)
    return _page(request, "language", form)


def _job_family(request: MemberRequest) -> HttpResponse:
    given = job_family_is_given(request.user)
    if _skipped(request) or (given and request.method == "POST"):
        return _go_on(request, "job-family")
    form = JobFamilyForm(request.POST or None, initial={"job_family": request.user.job_family_id})
    if request.method == "POST" and form.is_valid():
        change_member(actor=request.user, member=request.user, job_family=form.cleaned_data["job_family"])
        return _go_on(request, "job-family")
    return _page(request, "job-family", form, given=request.user.job_family if given else None)


def _objectives(request: MemberRequest) -> HttpResponse:
    if _skipped(request):
        return _go_on(request, "objectives")
    stated = list(request.user.stated_objectives.values_list("objective_id", flat=True))
    form = ObjectivesForm(request.POST or None, initial={"objectives": stated})
    if request.method == "POST":
        form = ObjectivesForm(request.POST)
        if form.is_valid():
            state_objectives(actor=request.user, objectives=form.cleaned_data["objectives"])
            return _go_on(request, "objectives")
    return _page(request, "objectives", form, catalogue=catalogue_for(request.user), chosen=_chosen(form, stated))


def _chosen(form: ObjectivesForm, stated: list[int]) -> set[int]:
    if form.is_bound:
        return {id for value in form.data.getlist("objectives") if (id := read_id(value))}  # type: ignore[attr-defined]
    return set(stated)
