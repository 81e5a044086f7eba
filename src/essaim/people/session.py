"""Sessions in the database, read together with their member: one query instead of two to five."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection

from essaim.kernel import clock

from .models import Member, Session

_COLUMNS = [field.attname for field in Member._meta.concrete_fields]
# What a request knows of its member, of a row called m; ``member_of`` reads it.
MEMBER = f"""
       ARRAY(SELECT g.role FROM people_rolegrant g WHERE g.member_id = m.id),
       ARRAY(SELECT a.audience_id FROM people_audiencemembership a WHERE a.member_id = m.id ORDER BY a.audience_id),
       EXISTS (SELECT FROM people_member r WHERE r.manager_id = m.id AND r.is_active),
       {", ".join(f'm."{column}"' for column in _COLUMNS)}
"""
_SQL = f"""
SELECT s.session_data, s.expire_date, {MEMBER}
FROM people_session s LEFT JOIN people_member m ON m.id = s.member_id
WHERE s.session_key = %s AND s.expire_date > %s
"""


def member_of(values: Sequence[Any]) -> Member | None:
    """The member that a row of MEMBER holds, with roles and audiences; None for an empty one."""
    roles, audiences, manages, *columns = values
    if columns[_COLUMNS.index("id")] is None:
        return None
    member = Member.from_db("default", _COLUMNS, columns)
    member.role_names = frozenset(roles) | ({"manager"} if manages else frozenset())
    member.audience_ids = tuple(audiences)
    return member


class SessionStore(DatabaseStore):
    member: Member | None = None

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        return Session

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_SQL, [self.session_key, clock.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, _expires, *values = row
        self.member = member_of(values)
        return self.decode(data)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session: Any = super().create_model_instance(data)
        member_id = data.get(SESSION_KEY)
        session.member_id = int(member_id) if member_id else None
        return session
