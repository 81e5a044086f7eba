"""Files that members gave, sent so that nothing in them runs in this site's name."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

_CHUNK = 1 << 18


def send(file: Path, kind: str, ranges: str = "") -> HttpResponse | FileResponse | StreamingHttpResponse:
    """A file as an answer, or the range of it that players of films ask for.

    Parameters:
        file: it is there.
        kind: its media type.
        ranges: the request's header ``Range``, "" for the whole file.
    """
    response = _range(file, ranges, kind) or FileResponse(file.open("rb"), content_type=kind)
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
