"""Audiences: who is meant, as a sentence that one edits."""

import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.people import rule_draft, rules
from essaim.people.access import MemberRequest, facilitator_required
from essaim.people.actions.audiences import change_audience, create_audience, delete_audience
from essaim.people.actions.proposed_audiences import create_proposed_audiences, without_audience
from essaim.people.audience_form import KIND_LABELS, AudienceForm, fingerprint
from essaim.people.audiences import Headcount, audiences_with_size, preview
from essaim.people.models import Audience
from essaim.people.rule_draft import Draft
from essaim.ui import checklist
from essaim.ui.shell import fragment, render

NOBODY: rules.Rule = rules.AnyOf()


@facilitator_required
def audiences(request: MemberRequest) -> HttpResponse:
    """All of them, and those proposed: one for each job family that has none yet."""
    if request.method == "POST":
        chosen = {id for value in request.POST.getlist("job_family") if (id := read_id(value))}
        made = create_proposed_audiences(actor=request.user, job_family_ids=chosen)
        if not made:
            messages.info(request, _("Rien n'était coché : aucun public n'est créé."))
            return redirect("people:audiences")
        text = ngettext("%(n)d public est créé, avec ses membres.", "%(n)d publics sont créés, avec leurs membres.", made)
        messages.success(request, text % {"n": made})
        return redirect(checklist.onward(request, reverse("people:audiences")))
    labels = rules.Labels()
    known = audiences_with_size()
    rows = [(audience, rules.describe(rule, labels), size) for audience, rule, size in known]
    proposed = without_audience(rule for _audience, rule, _size in known)
    return render(request, "people/audiences.html", rows=rows, proposed=proposed)


@facilitator_required
def new_audience(request: MemberRequest) -> HttpResponse:
    return _edit(request, None)


@facilitator_required
def audience(request: MemberRequest, id: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Audience, pk=id))


def _edit(request: MemberRequest, audience: Audience | None) -> HttpResponse:
    if request.method != "POST":
        stored = rules.parse(audience.rule) if audience else None
        draft = rule_draft.from_rule(stored) if stored else rule_draft.empty()
        return _page(request, audience, AudienceForm.of(audience), draft, stored=stored)
    form, draft, act = AudienceForm(request.POST), rule_draft.read(request.POST), request.POST.get("act", "preview")
    if act not in ("preview", "save"):
        rule_draft.apply(draft, act, request.POST.get(f"kind-{act.partition(':')[2]}", ""))
        # A copy is judged: what is still empty is no fault yet.
        return _page(request, audience, form.unjudged(), draft, rule_draft.to_rule(copy.deepcopy(draft)))
    rule = rule_draft.to_rule(draft)
    if act == "preview":
        return _page(request, audience, form.unjudged(), draft, rule, status=200 if rule else 422)
    if not form.is_valid() or rule is None:
        return _page(request, audience, form, draft, rule, status=422)
    former = rules.parse(audience.rule) if audience else NOBODY
    if rule != former and request.POST.get("seen") != fingerprint(rule):
        return _page(request, audience, form, draft, rule, confirm=True)
    try:
        _save(request, audience, form.cleaned_data, rule)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, audience, form, draft, rule, status=422)
    return redirect("people:audiences")


def _save(request: MemberRequest, audience: Audience | None, words: dict[str, Any], rule: rules.Rule) -> None:
    name, name_en, data = words["name"], words["name_en"], rules.to_json(rule)
    if audience is None:
        create_audience(actor=request.user, name=name, name_en=name_en, rule=data)
        messages.success(request, _("Le public « %(name)s » est créé. Ses membres y seront dans un instant.") % {"name": name})
    elif change_audience(actor=request.user, audience=audience, name=name, name_en=name_en, rule=data):
        messages.success(
            request, _("Le public « %(name)s » est enregistré. Ses membres suivent dans un instant.") % {"name": name}
        )
    else:
        messages.success(request, _("Le public « %(name)s » est enregistré.") % {"name": name})


def _page(
    request: HttpRequest,
    audience: Audience | None,
    form: AudienceForm,
    draft: Draft,
    rule: rules.Rule | None = None,
    *,
    stored: rules.Rule | None = None,
    confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    labels = rules.Labels()
    current = None
    if audience and stored:
        # What is kept, without counting anew.
        size = Headcount(audience.shown_size, not rules.reads_private(stored))
        current = {"sentence": rules.describe(stored, labels), "size": size}
    return render(
        request,
        "people/audience.html",
        status=status,
        audience=audience,
        form=form,
        draft=draft,
        labels=labels,
        kinds=KIND_LABELS,
        confirm=confirm,
        current=current,
        **_effect(audience, rule, labels),
    )


def _effect(audience: Audience | None, rule: rules.Rule | None, labels: rules.Labels) -> dict[str, Any]:
    """What the preview shows; ``effect`` is None while the rule is not finished."""
    if rule is None:
        return {"effect": None, "sentence": "", "seen": "", "existing": audience is not None, "private": False}
    former = rules.parse(audience.rule) if audience else NOBODY
    return {
        "effect": preview(rule, former),
        "sentence": rules.describe(rule, labels),
        "seen": fingerprint(rule),
        "existing": audience is not None,
        "private": rules.reads_private(rule) or rules.reads_private(former),
    }


@require_POST
@facilitator_required
def audience_preview(request: MemberRequest) -> HttpResponse:
    """The effect of the rule as it stands in the form, put beside it while one edits."""
    id = read_id(request.POST.get("audience"))
    audience = get_object_or_404(Audience, pk=id) if id is not None else None
    rule = rule_draft.to_rule(rule_draft.read(request.POST))
    return fragment(
        request, "people/audience_preview.html", **_effect(audience, rule, rules.Labels()), confirm=False, current=None
    )


@facilitator_required
def audience_delete(request: MemberRequest, id: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=id)
    if request.method != "POST":
        return render(request, "people/audience_delete.html", audience=audience)
    delete_audience(actor=request.user, audience=audience)
    messages.success(request, _("Le public « %(name)s » est supprimé.") % {"name": audience.label})
    return redirect("people:audiences")
