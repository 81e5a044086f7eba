"""Asking a colleague to accompany one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.accompaniment import choosing, queries
from essaim.accompaniment.actions.asking import ANCHOR, Wish, ask
from essaim.accompaniment.forms import FACILITATORS, AskForm
from essaim.accompaniment.models import Accompaniment
from essaim.conversations import api as conversations
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key, read_id
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.people.models import Member
from essaim.ui.shell import render

from .common import private


@private
def new(request: MemberRequest) -> HttpResponse:
    """``about`` is an anchor, ``helper`` somebody's page one came from, ``again`` what somebody else declined."""
    member, given = request.user, request.POST if request.method == "POST" else request.GET
    before = _before(member, request.GET.get("again", ""))
    about = _anchor(given.get("about", "")) or (before.get("about") if before else None)
    anchor = conversations.anchor_for(member, *about) if about else None
    about = about if anchor else None
    text = given.get("text", "") or before.get("text", "")
    people = _people(member, about, text, read_id(given.get("helper", "")))
    choices = [(str(one.id), one.name) for one in people]
    if choosing.facilitator_for(member, about):
        choices.append((FACILITATORS, _("Une personne de l'animation")))
    initial = {
        "key": new_key(), "about": f"{about[0]}:{about[1]}" if about else "", "text": text,
        "helper": request.GET.get("helper", "") or (choices[0][0] if len(choices) == 1 else None),
    }  # fmt: skip
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial, helpers=choices)
    refused = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wish = Wish(
            text=data["text"], helper_id=None if data["helper"] == FACILITATORS else int(data["helper"]), about=about,
            times=data["times"], place=data["place"],
        )  # fmt: skip
        try:
            return redirect("accompaniment:accompaniment", ask(actor=member, key=data["key"], wish=wish, language=reading()).pk)
        except Refused as error:
            refused = str(error)
    return render(
        request, "accompaniment/new.html", status=422 if request.method == "POST" else 200,
        form=form, refused=refused, anchor=anchor, people={str(one.id): one for one in people},
    )  # fmt: skip


def _people(member: Member, about: tuple[str, int] | None, text: str, wanted: int | None) -> list[choosing.Candidate]:
    """Those who are offered, and whoever's page one came from in front."""
    found = choosing.candidates(member, about, text)
    if wanted and wanted not in {one.id for one in found} and choosing.may_ask(member, wanted, about):
        person = Member.objects.select_related("team").get(pk=wanted)
        meta = ", ".join(part for part in (person.job_title, person.team.label if person.team else "") if part)
        found = [choosing.Candidate(person.pk, person.name, meta, [_("vous venez de sa page")]), *found[: choosing.MOST - 1]]
    return found


def _anchor(words: str) -> tuple[str, int] | None:
    kind, _colon, written = words.partition(":")
    id = read_id(written)
    return (kind[:40], id) if id is not None and kind != ANCHOR else None


def _before(member: Member, written: str) -> dict[str, Any]:
    """What was asked of somebody who could not: the same words and what they were about."""
    id = read_id(written)
    row = Accompaniment.objects.filter(asker=member, pk=id).first() if id else None
    if row is None:
        return {}
    thread = queries.one(member, row.pk).thread
    text = conversations.words_of_opening(member, thread.id) if thread else ""
    return {"about": (row.about_type, row.about_id) if row.about_id is not None else None, "text": text}
