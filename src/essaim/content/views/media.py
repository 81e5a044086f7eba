"""Pictures and films of the content, for members."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils._os import safe_join

from essaim.content.queries import may_open
from essaim.kernel.sending import send
from essaim.people.access import MemberRequest, member_required


@member_required
def media(request: MemberRequest, path: str) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """A file of the media folder; films are sent by ranges, which players ask for.

    A 404 for what is outside the folder, and for what no text shows that this member may read.
    """
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (ValueError, SuspiciousFileOperation):
        raise Http404 from None
    if not file.is_file() or not may_open(request.user, f"{settings.MEDIA_URL}{path}"):
        raise Http404
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = send(file, kind, request.headers.get("Range", ""))
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
