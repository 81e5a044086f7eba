"""Files of posts: taken in from the composer, and given to those who see the post."""

import uuid
from pathlib import Path

from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from essaim.conversations.actions.attachments import remove_attachment
from essaim.conversations.files import file_for
from essaim.conversations.filing import store
from essaim.conversations.models import Attachment
from essaim.kernel.errors import Refused
from essaim.kernel.sending import send
from essaim.people.access import MemberRequest

from .common import writer_required
from .enclosed import take

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_POST
@writer_required
def upload(request: MemberRequest) -> HttpResponse:
    """One file, sent while its post is being written: answers what the composer shows of it."""
    try:
        taken = take(request.user, request.FILES.get("file"))
    except Refused as error:
        return JsonResponse({"error": str(error), "code": error.code}, status=422)
    return JsonResponse(described(taken), status=201)


def described(one: Attachment) -> dict[str, object]:
    return {"key": str(one.key), "name": one.name, "size": one.size, "picture": one.is_picture, "alt": one.alt}


@require_POST
@writer_required
def remove(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    remove_attachment(actor=request.user, key=key)
    return HttpResponse(status=204)


@require_safe
@writer_required
def file(request: MemberRequest, key: uuid.UUID) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """The file itself: pictures and films in the page, everything else as something to keep."""
    found = file_for(request.user, key)
    return _send(request, found, store.place(found.path), found.media_type)


@require_safe
@writer_required
def shown(request: MemberRequest, key: uuid.UUID) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """What a page shows of a picture."""
    found = file_for(request.user, key)
    path = store.shown(found.path)
    return _send(request, found, path, "image/webp" if path != store.place(found.path) else found.media_type)


def _send(
    request: MemberRequest, found: Attachment, path: Path, kind: str
) -> HttpResponse | FileResponse | StreamingHttpResponse:
    if not path.is_file():
        raise Attachment.DoesNotExist
    response = send(path, kind, request.headers.get("Range", ""))
    inline = kind.startswith(("image/", "video/"))
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Disposition"] = content_disposition_header(not inline, found.name) or "attachment"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
