"""What the organisation holds about me."""

from typing import Any

from django.http import Http404, HttpResponse

from essaim.privacy.access import member_required
from essaim.privacy.archive import cell
from essaim.privacy.holdings import holdings, told_holdings
from essaim.privacy.queries import archive_of, erasure_of, holds_content, readers_of
from essaim.ui.shell import render

# As much as one page shows; the archive has everything.
MOST = 100


@member_required
def data(request: Any) -> HttpResponse:
    archive = archive_of(request.user)
    return render(
        request, "privacy/data.html", holdings=told_holdings(), readers_of=readers_of, archive=archive,
        waits=bool(archive and archive.ready_at and holds_content(archive)), erasure=erasure_of(request.user),
    )  # fmt: skip


@member_required
def holding(request: Any, package: str, part: str) -> HttpResponse:
    one = holdings.get(f"{package}.{part}")
    if one is None:
        raise Http404
    parts = list(one.export(request.user.pk, MOST))
    return render(request, "privacy/holding.html", holding=one, parts=parts, most=MOST, cell=cell, readers_of=readers_of)
