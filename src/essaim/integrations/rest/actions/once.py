"""A write that is sent again does nothing again and gets the answer that it got."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from essaim.integrations.rest.models import KeptAnswer
from essaim.integrations.rest.problems import Problem
from essaim.kernel import clock
from essaim.people.models import Member


def once(*, actor: Member, request: HttpRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Runs a write, once for each ``Idempotency-Key`` of the actor.

    The write and its kept answer are one transaction. An error is not kept, and what it had begun is undone. Raises Problem
    for a key that came with something else before.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return run()
    if not 0 < len(key) <= 255 or not key.isascii() or not key.isprintable():
        raise Problem(422, "key", _("Idempotency-Key : 1 à 255 caractères ASCII."))
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        # The same key at the same time waits here for the other one.
        kept, new = KeptAnswer.objects.get_or_create(
            member=actor, key=key, defaults={"fingerprint": fingerprint, "created_at": clock.now()}
        )
        if kept.fingerprint != fingerprint:
            raise Problem(422, "key-reused", _("Cette Idempotency-Key a déjà servi pour une autre demande."))
        if not new:
            return _again(kept)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif isinstance(response, HttpResponse):
            kept.status, kept.body = response.status_code, response.content.decode()
            kept.save(update_fields=["status", "body"])
        return response


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()


def _again(kept: KeptAnswer) -> HttpResponse:
    return HttpResponse(
        kept.body, status=kept.status, content_type="application/json; charset=utf-8", headers={"Idempotency-Replayed": "true"}
    )
