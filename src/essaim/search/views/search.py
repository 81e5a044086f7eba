from functools import cache

from django.http import HttpResponse
from django.utils.http import urlencode

from essaim.kernel.language import reading
from essaim.people.access import MemberRequest, member_required
from essaim.search import queries, variants
from essaim.search.forms import SearchForm
from essaim.search.sources import sorted_sources, sources
from essaim.ui.shell import render


@member_required
def search(request: MemberRequest) -> HttpResponse:
    """One box over everything that the member may see."""
    form = SearchForm(request.GET)
    query, kind, page = form.query(), form.chosen_kind(), form.page_number()
    language = reading()
    answer = queries.search(request.user, query, kind=kind, language=language, page=page)
    answer = variants.for_reader(answer, audience_ids=request.user.audience_ids)
    results = [{"row": result, "one": _one(result.kind, language), "line": _line(result)} for result in answer.results]
    return render(
        request, "search/search.html", query=query, kind=kind, page=page, answer=answer, results=results,
        kinds=[(source.kind, source.label, _address(query, source.kind)) for source in sorted_sources()],
        everything=_address(query), next_href=_address(query, kind, page + 1) if answer.more else None,
        previous_href=_address(query, kind) if page > 1 else None,
    )  # fmt: skip


@cache
def _one(kind: str, language: str) -> str:
    # The language is the current one: it is what the word is kept for.
    source = sources.get(kind)
    return str(source.one or source.label) if source else kind


def _line(result: queries.Result) -> str:
    source = sources.get(result.kind)
    return source.line(result.meta) if source and source.line else ""


def _address(query: str, kind: str = "", page: int = 1) -> str:
    given = {"q": query} | ({"kind": kind} if kind else {}) | ({"page": page} if page > 1 else {})
    return f"?{urlencode(given)}"
