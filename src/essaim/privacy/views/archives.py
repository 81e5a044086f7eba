"""Asking for one's archive, and taking it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kernel.errors import Refused
from essaim.privacy.access import member_required
from essaim.privacy.actions.archives import ask_archive, take_archive


@member_required
@require_POST
def archives(request: Any) -> HttpResponse:
    archive = ask_archive(actor=request.user)
    if archive.ready_at is None:
        messages.success(request, _("Votre archive se prépare. On vous préviendra quand elle sera prête."))
    return redirect("privacy:data")


@member_required
@require_POST
def archive(request: Any, key: uuid.UUID) -> HttpResponse:
    """Hands the file over: by a button, so that no mail scanner and no prefetching browser takes it in one's place."""
    try:
        content = take_archive(actor=request.user, key=key)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("privacy:data")
    name = _("essaim-mes-donnees.zip")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
