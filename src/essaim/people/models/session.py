from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A signed-in browser. It knows its member, so that session and member come in one query."""

    member = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(AbstractBaseSession.Meta):
        db_table = "people_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        from essaim.people.session import SessionStore

        return SessionStore
