"""Signed addresses that work without signing in: leaving mails behind takes one click."""

from collections.abc import Sequence

from django.core import signing
from django.urls import reverse

_SALT = "essaim.notifications.unsubscribe"


def unsubscribe_path(member_id: int, kinds: Sequence[str]) -> str:
    """Where ``member_id`` stops the mails of these kinds."""
    # Without the hour of signing: the same mail sent again is the same to the letter.
    token = signing.Signer(salt=_SALT).sign_object([member_id, *kinds], compress=True)
    return reverse("notifications:unsubscribe", kwargs={"token": token})


def read_token(token: str) -> tuple[int, list[str]] | None:
    """The member and the kinds of a signed address, None when it was not signed by us. It does not expire: mails are kept."""
    try:
        member_id, *kinds = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(member_id), [str(kind) for kind in kinds]
