"""The search in the API: over everything that the member may see."""

import datetime

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.kernel.language import reading
from essaim.kernel.rest import After, BadCursor, Page, Router, Words, cursor, following, place
from essaim.people.access import MemberRequest

from . import queries, variants
from .forms import SearchForm

router = Router()


class Piece(Schema):
    """A part of an excerpt; ``hit`` where it is a word that was looked for."""

    text: str
    hit: bool


class ResultOut(Schema):
    """Something that was found. ``audiences`` names those that it is restricted to."""

    kind: str
    id: int
    title: str
    url: str
    excerpt: list[Piece]
    audiences: list[str]
    updated_at: datetime.datetime | None


class Results(Page[ResultOut]):
    """The best first. ``corrected``: what was looked for instead of words that nobody ever wrote."""

    corrected: dict[str, str]


@router.get("/search", response=Results, url_name="search", tags=["search"], summary=_("Chercher"))
def search(request: MemberRequest, q: Words, kind: Words = "", after: After = "") -> Results:
    """Ten at a time, three hundred at most."""
    behind = place(after, int)
    number = behind[0] if behind else 1
    form = SearchForm({"q": q, "kind": kind, "page": number})
    if form.page_number() != number:
        raise BadCursor
    answer = variants.answer_for(request.user, form.query(), kind=form.chosen_kind(), language=reading(), page=number)
    return Results(
        items=[_shape(row) for row in answer.results],
        next=following(request, cursor(number + 1)) if answer.more else None,
        corrected=answer.corrected,
    )


def _shape(row: queries.Result) -> ResultOut:
    return ResultOut(
        kind=row.kind, id=row.object_id, title=row.title, url=row.url, audiences=row.audiences, updated_at=row.updated_at,
        excerpt=[Piece(text=text, hit=hit) for text, hit in row.excerpt],
    )  # fmt: skip
