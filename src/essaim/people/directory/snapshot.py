"""What is known of everybody before the file is read, in a few queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from essaim.kernel.names import fold
from essaim.organisation.queries import Structure
from essaim.people.models import Member, Role, RoleGrant


class Known(NamedTuple):
    """A member, as far as a directory is concerned."""

    id: int
    employee_number: str | None
    email: str | None
    first_name: str
    last_name: str
    job_title: str
    job_family_id: int | None
    team_id: int | None
    site_id: int | None
    manager_id: int | None
    arrived_on: date | None
    is_active: bool
    last_login: datetime | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Snapshot:
    def __init__(self) -> None:
        self.structure = Structure()
        rows = Member.objects.order_by("pk").values_list(*("pk" if name == "id" else name for name in Known._fields))
        self.members: dict[int, Known] = {row[0]: Known(*row) for row in rows}
        self.by_number: dict[str, int] = {}
        self.by_email: dict[str, int] = {}
        self.by_name: dict[str, set[int]] = defaultdict(set)
        for member in self.members.values():
            if member.employee_number:
                self.by_number[member.employee_number] = member.id
            if member.email:
                self.by_email[member.email.lower()] = member.id
            for spelling in spellings(member.first_name, member.last_name):
                self.by_name[spelling].add(member.id)
        self.administrators: set[int] = set(
            RoleGrant.objects.filter(role=Role.ADMINISTRATOR).order_by("member_id").values_list("member_id", flat=True)
        )
        self.administrators |= set(Member.objects.filter(is_superuser=True).order_by("pk").values_list("pk", flat=True))
        grants = RoleGrant.objects.order_by("member_id").values_list("member_id", flat=True)
        self.with_role: set[int] = self.administrators | set(grants)

    def entered(self, key: int) -> bool:
        """Whether there is somebody to be taken for: who has come in already, or has a role."""
        return key in self.with_role or bool(key in self.members and self.members[key].last_login)


def spellings(first_name: str, last_name: str) -> Iterator[str]:
    """The ways in which a file may write someone's whole name, folded: first name first, or last."""
    yield name_key(f"{first_name} {last_name}")
    yield name_key(f"{last_name} {first_name}")


def name_key(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").replace("-", " ").replace("’", "'").split())
