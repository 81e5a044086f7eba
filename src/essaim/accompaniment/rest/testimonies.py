"""The testimony of two in the API: written by either, published once both agree to the same words."""

import datetime
from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from essaim.accompaniment import queries
from essaim.accompaniment.actions.testimonies import agree_testimony, take_back_testimony, write_testimony
from essaim.kernel.language import reading
from essaim.kernel.rest import Id, Router, Text, Words
from essaim.people.access import MemberRequest

router = Router()
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class TestimonyOut(Schema):
    """Words between the two until both ``agreed``; then ``thread`` is where everybody reads them. ``signs``: one's own name is under them."""

    title: str
    text: str
    html: str
    language: str
    version: int
    agreed: bool
    other_agreed: bool
    signs: bool
    published_at: datetime.datetime | None
    thread: int | None


class TestimonyIn(Schema):
    """``text`` is Markdown; ``version`` is the one that was read, 0 for the first words."""

    title: Words
    text: Text
    signs: bool = False
    version: Version = 0


class AgreementIn(Schema):
    """To the ``version`` that was read, and to no other."""

    version: Version
    signs: bool = False


def _seen(request: MemberRequest, id: int) -> TestimonyOut:
    seen = queries.one(request.user, id)
    kept = seen.testimony
    if kept is None:
        raise Http404
    return TestimonyOut(
        title=kept.title, text=kept.source, html=kept.html, language=kept.language, version=kept.version, agreed=seen.agreed,
        other_agreed=seen.other_agreed, signs=kept.asker_signs if seen.asker else kept.helper_signs,
        published_at=kept.published_at, thread=kept.thread_id,
    )  # fmt: skip


@router.get(
    "/accompaniments/{id}/testimony", response=TestimonyOut, url_name="accompaniment-testimony", tags=["accompaniments"],
    summary=_("Le témoignage de deux personnes"),
)  # fmt: skip
def testimony(request: MemberRequest, id: Id) -> TestimonyOut:
    """For the two alone, while nobody wrote one there is none."""
    return _seen(request, id)


@router.put(
    "/accompaniments/{id}/testimony", response=TestimonyOut, url_name="accompaniment-testimony", tags=["accompaniments"],
    summary=_("Écrire le témoignage"),
)  # fmt: skip
def put_testimony(request: MemberRequest, id: Id, body: TestimonyIn) -> TestimonyOut:
    """Who writes agrees to what they wrote; the other one has to agree anew. With another ``version``, nothing is changed."""
    write_testimony(
        actor=request.user, id=id, title=body.title, source=body.text, language=reading(), signs=body.signs, version=body.version
    )  # fmt: skip
    return _seen(request, id)


@router.put(
    "/accompaniments/{id}/agreement", response=TestimonyOut, url_name="accompaniment-agreement", tags=["accompaniments"],
    summary=_("Être d'accord avec le témoignage"),
)  # fmt: skip
def put_agreement(request: MemberRequest, id: Id, body: AgreementIn) -> TestimonyOut:
    """Once both agree, it is published."""
    agree_testimony(actor=request.user, id=id, version=body.version, signs=body.signs)
    return _seen(request, id)


@router.delete(
    "/accompaniments/{id}/agreement", response=TestimonyOut, url_name="accompaniment-agreement", tags=["accompaniments"],
    summary=_("Retirer son accord"),
)  # fmt: skip
def delete_agreement(request: MemberRequest, id: Id) -> TestimonyOut:
    """What is published goes from sight; the words stay between the two."""
    take_back_testimony(actor=request.user, id=id)
    return _seen(request, id)
