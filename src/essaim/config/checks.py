"""What must be right before anything is served."""

from django.conf import settings

from essaim.kernel.errors import Refused


def ready_to_serve() -> None:
    """Raises Refused with the one thing to do, when an instance could not run safely."""
    if not settings.SECRET_KEY_GIVEN:
        raise Refused(
            "ESSAIM_SECRET_KEY is not set: make one with  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            "  and keep it out of the repository (bin/demo needs none)",
            code="no-secret",
        )
    if len(settings.SECRET_KEY_GIVEN) < 32:
        raise Refused("ESSAIM_SECRET_KEY is too short: 32 characters at the least", code="short-secret")
