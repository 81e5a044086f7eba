"""Sessions in the database, read together with their member: one query instead of two to five."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from essaim.kernel import clock
from essaim.kernel.registry import Registry
from essaim.organisation import known

from . import devices
from .models import Member, Session

# How somebody came in, and the words for it in the list of their sessions.
WAYS = {
    "password": _("avec un mot de passe"),
    "link": _("par un lien reçu par e-mail"),
    "code": _("avec un code reçu sur papier"),
    "invitation": _("par une invitation"),
    "set-up": _("par le lien de mise en route"),
    "company": _("avec le compte de l'organisation"),
    "passkey": _("avec une clé d'accès"),
    "demo": _("comme personne de la démonstration"),
}
_NOTE, _ENTERING = "essaim_note", "essaim_entering"

_COLUMNS = [field.attname for field in Member._meta.concrete_fields]
# What a request knows of its member, of a row called m; ``member_of`` reads it.
MEMBER = f"""
       ARRAY(SELECT CASE WHEN g.audience_id IS NULL THEN g.role ELSE g.role || ':' || g.audience_id END
             FROM people_rolegrant g WHERE g.member_id = m.id),
       ARRAY(SELECT a.audience_id FROM people_audiencemembership a WHERE a.member_id = m.id ORDER BY a.audience_id),
       EXISTS (SELECT FROM people_member r WHERE r.manager_id = m.id AND r.is_active),
       {", ".join(f'm."{column}"' for column in _COLUMNS)}
"""
# What upper packages want to know of whoever asks for a page: expressions over the same row m, by name. Each page pays for them;
# who sends a form is led to a page afterwards.
carried: Registry[str] = Registry("what a session carries")


@cache
def _statement(carries: bool) -> str:
    """Session and member in one; made once all packages have said what they want to know."""
    return f"""
SELECT s.session_data, s.last_seen_on, (SELECT o.version FROM organisation_organisation o WHERE o.id = 1),
       s.second_step, (SELECT i.second_step_roles FROM people_signinsettings i WHERE i.id = 1),
       {"".join(f"{sql}, " for _name, sql in carried) if carries else ""} {MEMBER}
FROM people_session s LEFT JOIN people_member m ON m.id = s.member_id
WHERE s.session_key = %s AND s.expire_date > %s
"""


def member_of(values: Sequence[Any]) -> Member | None:
    """The member that a row of MEMBER holds, with roles and audiences; None for an empty one."""
    grants, audiences, manages, *columns = values
    if columns[_COLUMNS.index("id")] is None:
        return None
    member = Member.from_db("default", _COLUMNS, columns)
    member.know(grants, manages=manages, audience_ids=audiences)
    return member


class SessionStore(DatabaseStore):
    member: Member | None = None
    last_seen_on: date | None = None
    # Whether a page is asked for, and what is ``carried`` with it.
    carries = True

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        return Session

    @property
    def note(self) -> dict[str, Any]:
        """How and when this session began: ``since`` in seconds, ``way``, ``device``, ``second``. Empty before that."""
        return dict(self.get(_NOTE, {}))

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_statement(self.carries), [self.session_key, clock.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, self.last_seen_on, version, second, required, *values = row
        known.seen(version)
        names = [name for name, _sql in carried] if self.carries else []
        self.member = member_of(values[len(names) :])
        if self.member:
            self.member.carried = dict(zip(names, values, strict=False))
            if required and not second:
                self.member.sleep(required)
        return self.decode(data)

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Without the signature and the compression that Django adds: whoever writes into this table needs neither."""
        return json.dumps(session_dict, separators=(",", ":"))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        # Sessions that began before are as Django writes them.
        written: dict[str, Any] = json.loads(session_data) if str(session_data)[:1] == "{" else super().decode(session_data)
        return written

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session: Any = super().create_model_instance(data)
        member_id = data.get(SESSION_KEY)
        note = data.get(_NOTE) or {}
        session.member_id = int(member_id) if member_id else None
        session.last_seen_on = clock.today()
        session.started_at = datetime.fromtimestamp(note["since"], UTC) if "since" in note else clock.now()
        session.device, session.way = note.get("device", ""), note.get("way", "")
        session.second_step = bool(note.get("second"))
        return session

    def touch(self) -> None:
        """Keeps the day on which the session was last used: one write a day, whatever the number of pages."""
        if self.member is not None and self.session_key and self.last_seen_on != clock.today():
            Session.objects.filter(session_key=self.session_key).update(last_seen_on=clock.today())


def note_way(request: HttpRequest, way: str, *, second: bool = False) -> None:
    """Remembers how somebody is entering, until they are in."""
    request.session[_ENTERING] = {"way": way, "second": second}


def note_second_step(request: HttpRequest) -> None:
    """Remembers that the second step was done: in what is being entered, or in the session one is in."""
    for key in (_ENTERING, _NOTE):
        if key in request.session:
            request.session[key] = {**request.session[key], "second": True}


def is_second_step_done(request: HttpRequest) -> bool:
    """Whether what is being entered had its second step."""
    return bool(request.session.get(_ENTERING, {}).get("second"))


def note_entered(request: HttpRequest) -> None:
    """Writes how the session that begins now was entered."""
    entering = request.session.pop(_ENTERING, {})
    device = devices.describe(request.headers.get("User-Agent", ""))
    request.session[_NOTE] = {"since": int(time.time()), "device": device, **entering}


def note_confirmed(request: HttpRequest) -> None:
    """Remembers that the member has just shown again who they are."""
    request.session[_NOTE] = {**request.session.get(_NOTE, {}), "confirmed": int(time.time())}  # type: ignore[dict-item]
