"""What a page says once, after something was done."""

from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing


class OfTheSession(CookieStorage):
    """In a cookie that is signed for the session of who is signed in: whoever comes into the browser after them does not read what
    was for them."""

    def __init__(self, *args: Any, **kwargs: Any):
        # Without the library's signer: every page has a storage, and hardly one a message.
        BaseStorage.__init__(self, *args, **kwargs)

    def _get(self, *args: Any, **kwargs: Any) -> Any:
        if self.cookie_name not in self.request.COOKIES:
            return None, True
        self.signer = self._of_now()
        return super()._get(*args, **kwargs)  # type: ignore[misc]

    def _store(self, *args: Any, **kwargs: Any) -> Any:
        # A session has another key once somebody is signed in.
        self.signer = self._of_now()
        return super()._store(*args, **kwargs)  # type: ignore[misc]

    def _of_now(self) -> Any:
        request: Any = self.request
        # A visitor's session may get its key after this, and has nothing of anybody's.
        key = request.session.session_key if request.user.is_authenticated else ""
        return signing.get_cookie_signer(salt=f"{self.key_salt}:{key}")


class Flashes(FallbackStorage):
    """In the cookie, and what is too long for it in the session: a row of the database is not written for "saved"."""

    storage_classes = (OfTheSession, SessionStorage)
