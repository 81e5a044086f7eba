import dataclasses

from django.http import HttpResponse
from django.utils.http import urlencode
from markupsafe import Markup

from essaim.kernel.language import once_a_language, reading
from essaim.people.access import MemberRequest, member_required
from essaim.search import queries, variants
from essaim.search.excerpts import marked
from essaim.search.forms import SearchForm
from essaim.search.sources import sorted_sources, sources
from essaim.ui.shell import render


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A result as the page shows it: what kind of thing it is, the line under its title, the passage that answers."""

    row: queries.Result
    one: str
    line: str
    excerpt: Markup


@member_required
def search(request: MemberRequest) -> HttpResponse:
    """One box over everything that the member may see."""
    form = SearchForm(request.GET)
    query, kind, page = form.query(), form.chosen_kind(), form.page_number()
    language = reading()
    answer = variants.answer_for(request.user, query, kind=kind, language=language, page=page)
    results = [Shown(result, _one(result.kind), _line(result), marked(result.excerpt)) for result in answer.results]
    here = f"?{urlencode({'q': query})}"
    return render(
        request, "search/search.html", query=query, kind=kind, page=page, answer=answer, results=results,
        kinds=[(source.kind, _many(source.kind), _address(here, source.kind)) for source in sorted_sources()],
        everything=here, next_href=_address(here, kind, page + 1) if answer.more else None,
        previous_href=_address(here, kind) if page > 1 else None,
    )  # fmt: skip


@once_a_language
def _one(kind: str) -> str:
    source = sources.get(kind)
    return str(source.one or source.label) if source else kind


@once_a_language
def _many(kind: str) -> str:
    return str(sources[kind].label)


def _line(result: queries.Result) -> str:
    source = sources.get(result.kind)
    return source.line(result.meta) if source and source.line else ""


def _address(here: str, kind: str = "", page: int = 1) -> str:
    return here + (f"&kind={kind}" if kind else "") + (f"&page={page}" if page > 1 else "")
