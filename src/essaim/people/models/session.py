from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from essaim.kernel.ids import digest


class Session(AbstractBaseSession):
    """A signed-in browser. It knows its member, so that session and member come in one query.

    What its owner reads of it is coarse: no address, no place, a day and not an hour.
    """

    member = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(null=True)
    last_seen_on = models.DateField(null=True)
    # "Firefox, Windows", as the browser says.
    device = models.CharField(max_length=80, blank=True)
    # How one came in, one of people.session.WAYS.
    way = models.CharField(max_length=20, blank=True)
    # Whether a second step, or a passkey, was asked for in it.
    second_step = models.BooleanField(default=False)

    class Meta(AbstractBaseSession.Meta):
        db_table = "people_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        from essaim.people.session import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """Names the session on a page; its key would open it."""
        return digest(str(self.session_key))[:16]
