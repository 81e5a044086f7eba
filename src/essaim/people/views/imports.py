"""People from a directory file: upload, columns, what would happen line by line, import."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest, facilitator_required
from essaim.people.actions.directory import PlanChanged
from essaim.people.actions.drafts import choose_columns, discard_draft, import_draft, keep_draft, reread_draft
from essaim.people.directory import columns as guessing
from essaim.people.directory import table as tables
from essaim.people.directory import words
from essaim.people.directory.shown import Shown
from essaim.people.import_forms import ApplyForm, ColumnsForm, EncodingForm, UploadForm
from essaim.people.models import ImportDraft
from essaim.people.models.draft import DRAFT_LIFETIME
from essaim.ui import checklist
from essaim.ui.dates import number
from essaim.ui.shell import render


def _drafts(request: MemberRequest) -> Any:
    """The reader's own, as long as they are kept."""
    return ImportDraft.objects.filter(uploader=request.user, created_at__gt=clock.now() - DRAFT_LIFETIME)


@facilitator_required
def imports(request: MemberRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = keep_draft(actor=request.user, file_name=file.name, content=file.read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("people:import" if draft.plan else "people:import-columns", key=draft.key)
    current = _drafts(request).defer("content", "plan").order_by("-created_at").first()
    status = 422 if form.is_bound else 200
    return render(request, "people/imports.html", form=form, current=current, status=status)


@facilitator_required
def import_columns(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(_drafts(request), key=key)
    if request.POST.get("act") == "reread":
        return _reread(request, draft)
    table = tables.read(bytes(draft.content), encoding=draft.encoding)
    form = ColumnsForm(table, draft.columns, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        choose_columns(actor=request.user, draft=draft, columns=form.columns)
        return redirect("people:import", key=draft.key)
    return _columns_page(request, draft, table, form, EncodingForm(initial={"encoding": draft.encoding}))


def _reread(request: MemberRequest, draft: ImportDraft) -> HttpResponse:
    form = EncodingForm(request.POST)
    if form.is_valid():
        try:
            reread_draft(draft=draft, encoding=form.cleaned_data["encoding"])
            return redirect("people:import-columns", key=draft.key)
        except Refused as refused:
            form.add_error("encoding", str(refused))
    table = tables.read(bytes(draft.content), encoding=draft.encoding)
    return _columns_page(request, draft, table, ColumnsForm(table, draft.columns), form)


def _columns_page(
    request: MemberRequest, draft: ImportDraft, table: tables.Table, form: ColumnsForm, encoding: EncodingForm
) -> HttpResponse:
    bound = form.is_bound or encoding.is_bound
    # What nobody could guess is said before anything is pressed.
    absent = [] if bound else guessing.missing(draft.columns)
    return render(
        request, "people/imports_columns.html", draft=draft, table=table, form=form, encoding=encoding, absent=absent,
        status=422 if bound else 200,
    )  # fmt: skip


@facilitator_required
def import_(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """What would happen; sent, it happens."""
    waiting = _drafts(request) if request.method == "POST" else _drafts(request).defer("content")
    draft = get_object_or_404(waiting, key=key)
    if not draft.plan:
        return redirect("people:import-columns", key=key)
    if request.method == "POST":
        return _apply(request, draft)
    return _plan_page(request, draft, ApplyForm())


def _apply(request: MemberRequest, draft: ImportDraft) -> HttpResponse:
    form = ApplyForm(request.POST)
    form.is_valid()
    try:
        plan = import_draft(actor=request.user, draft=draft, **form.cleaned_data)
    except ImportDraft.DoesNotExist:
        messages.info(request, _("Ce fichier vient d'être importé."))
        return redirect("people:imports")
    except PlanChanged as refused:
        messages.warning(request, str(refused))
        return redirect("people:import", key=draft.key)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _plan_page(request, draft, form, status=422)
    gone = sum(1 for absent in plan.absent if not absent.kept) if form.cleaned_data["deactivate_missing"] else 0
    messages.success(request, _done(plan.counts, gone))
    return redirect(checklist.onward(request, reverse("people:imports")))


def _done(counts: dict[str, int], gone: int) -> str:
    told = _("L'annuaire est importé : %(outcomes)s.") % {"outcomes": words.outcomes(counts)}
    if gone:
        told += " " + ngettext("%(n)s compte est désactivé.", "%(n)s comptes sont désactivés.", gone) % {"n": number(gone)}
    return told


def _plan_page(request: MemberRequest, draft: ImportDraft, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    shown = Shown(draft.plan, request.GET.get("show", ""), read_id(request.GET.get("after")) or 0)
    return render(request, "people/imports_plan.html", draft=draft, plan=shown, form=form, status=status)


@facilitator_required
@require_POST
def import_discard(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    discard_draft(draft=get_object_or_404(_drafts(request).defer("content", "plan"), key=key))
    messages.info(request, _("Le fichier est jeté. Rien n'a été importé."))
    return redirect("people:imports")
