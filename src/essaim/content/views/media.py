"""Pictures and films of the content, for members."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils._os import safe_join

from essaim.content.queries import may_open
from essaim.people.access import MemberRequest, member_required

_CHUNK = 1 << 18


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
    response = _range(file, request.headers.get("Range", ""), kind) or FileResponse(file.open("rb"), content_type=kind)
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    if not kind.startswith(("image/", "video/", "audio/")) or kind == "image/svg+xml":
        # Opened by itself, a drawing or a page could run; here it cannot.
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _range(file: Path, header: str, kind: str) -> HttpResponse | StreamingHttpResponse | None:
    """A partial answer (RFC 9110, one range), or None when the whole file is meant."""
    wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if wanted is None or wanted.group(0) == "bytes=-":
        return None
    size = file.stat().st_size
    first, last = wanted.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})

    def pieces() -> Iterator[bytes]:
        with file.open("rb") as opened:
            opened.seek(start)
            left = end - start + 1
            while left and (piece := opened.read(min(_CHUNK, left))):
                left -= len(piece)
                yield piece

    response = StreamingHttpResponse(pieces(), status=206, content_type=kind)
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    return response
