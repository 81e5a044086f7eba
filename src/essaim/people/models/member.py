from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from essaim.kernel.ids import new_record_key
from essaim.kernel.names import sort_key

from .audience import alone


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=email.strip().lower() if email else None, **fields)
        member.set_password(password)
        member.save()
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email=(username or "").strip().lower())


class Member(AbstractBaseUser, PermissionsMixin):
    """Someone of the organisation. Comes from the directory; may have no e-mail address, then has an employee number."""

    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    employee_number = models.CharField(max_length=60, unique=True, null=True, blank=True)
    first_name = models.CharField(max_length=120)
    last_name = models.CharField(max_length=120)
    # Names as a French directory sorts them; set by save() and by the import.
    sort_key = models.CharField(max_length=260, editable=False, default="")
    job_title = models.CharField(max_length=160, blank=True)
    job_family = models.ForeignKey("organisation.JobFamily", null=True, blank=True, on_delete=models.PROTECT)
    team = models.ForeignKey("organisation.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    site = models.ForeignKey("organisation.Site", null=True, blank=True, on_delete=models.PROTECT)
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    arrived_on = models.DateField(null=True, blank=True)
    # "" until the member chose: then the browser decides.
    language = models.CharField(max_length=5, blank=True, default="")
    is_active = models.BooleanField(default=True)
    # When the three first steps were done (or skipped); None sends the member there.
    onboarded_at = models.DateTimeField(null=True, blank=True)
    # Kept random number of the cell-key method (kernel.anonymity), never shown.
    record_key = models.BigIntegerField(editable=False, default=new_record_key)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="member_sort"),
            models.Index(fields=["arrived_on"], name="member_arrived"),
            # A name is found by any part of it.
            GinIndex(fields=["sort_key"], name="member_names", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(employee_number__isnull=False),
                name="member_identified",
            ),
        ]

    # What a request knows of its member, loaded with the session (people.session); empty elsewhere.
    role_names: frozenset[str] = frozenset()
    # The audiences that they are in, and what stands for them alone.
    audience_ids: tuple[int, ...] = ()
    # Audiences of which they are the facilitator, without being one for everybody.
    facilitated_ids: frozenset[int] = frozenset()

    def know(self, grants: Iterable[str], *, manages: bool, audience_ids: Iterable[int]) -> None:
        """Sets the above. A grant is a role's name, ``facilitator:12`` where it holds for audience 12 only."""
        names, facilitated = {"manager"} if manages else set(), set()
        for grant in grants:
            role, _, audience = grant.partition(":")
            if not audience:
                names.add(role)
            elif role == "facilitator":
                facilitated.add(int(audience))
        self.role_names, self.facilitated_ids = frozenset(names), frozenset(facilitated)
        self.audience_ids = (*audience_ids, alone(self.pk))

    @property
    def joined_ids(self) -> list[int]:
        """The audiences that they are in."""
        return [id for id in self.audience_ids if id > 0]

    # What upper packages learnt of them with the session (people.session.carried); nothing where there is none.
    carried: Mapping[str, Any] = {}

    # Roles that they have, and that a session without a second step does not give them.
    asleep: frozenset[str] = frozenset()

    def sleep(self, roles: Iterable[str]) -> None:
        """Takes ``roles`` from what this request may use, until a second step wakes them."""
        sleeping = self.role_names.intersection(roles)
        if "facilitator" in roles and self.facilitated_ids:
            sleeping |= {"facilitator"}
            self.facilitated_ids = frozenset()
        self.asleep, self.role_names = sleeping, self.role_names - sleeping

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Wagtail asks here: a role that sleeps opens no admin."""
        return not self.asleep and super().has_perm(perm, obj)

    def facilitates(self, restricted_to: Collection[int]) -> bool:
        """Whether the member runs what is restricted to these audiences (to none: what is for everybody)."""
        return self.is_facilitator or (bool(restricted_to) and self.facilitated_ids.issuperset(restricted_to))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.last_name, self.first_name)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_staff(self) -> bool:
        """Django's word for who may enter the admin: facilitators and administrators."""
        return self.is_superuser or self.is_facilitator

    @property
    def is_facilitator(self) -> bool:
        return bool({"facilitator", "administrator"} & self.role_names)

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.role_names
