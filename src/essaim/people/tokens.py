"""Reads over tokens: who a program acts for, and what a member has handed out."""

import dataclasses
import time
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from essaim.kernel import clock
from essaim.kernel.ids import digest

from .models import Member, Scope, SignInSettings, Token
from .session import MEMBER, member_of

# Calls that one token may make in a minute.
PER_MINUTE = 600

# Who it is for, and one more call of this minute, in one statement.
_SQL = f"""
WITH found AS (
    SELECT t.id, t.member_id, t.scopes, t.second_step FROM people_token t
    WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND t.expires_at > %(now)s
), used AS (
    INSERT INTO people_tokenuse AS u (token_id, minute, calls, last_used_on)
    SELECT id, %(minute)s, 1, %(today)s FROM found
    ON CONFLICT (token_id) DO UPDATE SET minute = EXCLUDED.minute, last_used_on = EXCLUDED.last_used_on,
        calls = CASE WHEN u.minute = EXCLUDED.minute THEN u.calls + 1 ELSE 1 END
    RETURNING u.calls
)
SELECT found.id, found.scopes, used.calls, found.second_step,
       (SELECT i.second_step_roles FROM people_signinsettings i WHERE i.id = 1), {MEMBER}
FROM found CROSS JOIN used JOIN people_member m ON m.id = found.member_id AND m.is_active
"""


@dataclasses.dataclass(frozen=True)
class Bearer:
    """A program that showed a token which works.

    Parameters:
        calls: how many it made in this minute, this one included.
        seconds_left: until the next minute.
    """

    token_id: int
    member: Member
    scopes: frozenset[str]
    calls: int
    seconds_left: int

    @property
    def too_fast(self) -> bool:
        return self.calls > PER_MINUTE


def bearer(secret: str) -> Bearer | None:
    """Who the program with this secret acts for; None when it is unknown, expired, revoked, or its member's account closed.

    A scope that needs a role goes with the role. A role that needs a second step sleeps where the token was made without one.
    """
    now = time.time()
    given: dict[str, Any] = {"digest": digest(secret), "now": clock.now(), "today": clock.today(), "minute": int(now // 60)}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        row = cursor.fetchone()
    member = member_of(row[5:]) if row else None
    if member is None:
        return None
    second, required = row[3:5]
    if required and not second:
        member.sleep(required)
    scopes = frozenset(row[1]) & frozenset(scopes_for(member))
    return Bearer(row[0], member, scopes, row[2], 60 - int(now % 60))


def scopes_for(member: Member) -> list[Scope]:
    """What ``member`` may allow a program."""
    allowed = [Scope.READ, Scope.WRITE]
    if member.is_facilitator:
        allowed.append(Scope.IMPORT)
    if member.is_administrator:
        allowed.append(Scope.EVENTS)
    return allowed


def needs_second_step(member: Member) -> bool:
    """Whether ``member`` has a role that a token made without a second step does not have."""
    roles = member.role_names | member.asleep | ({"facilitator"} if member.facilitated_ids else set())
    return bool(roles and roles.intersection(SignInSettings.current().second_step_roles))


def tokens_of(member: Member) -> QuerySet[Token]:
    """What ``member`` handed out, the latest first."""
    return Token.objects.filter(member_id=member.pk).select_related("use").order_by("-pk")
