"""Bringing the people of a directory in: one file, one transaction."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.kernel.names import sort_key
from essaim.organisation.actions.structure import extend_structure
from essaim.organisation.queries import Structure
from essaim.people.audiences import recount
from essaim.people.directory import plan as planning
from essaim.people.directory.columns import Columns
from essaim.people.directory.plan import Line, Outcome, Plan
from essaim.people.directory.table import Table
from essaim.people.events import MemberArrived, MemberChanged, MemberDeactivated
from essaim.people.models import Member, Session

from .audiences import refresh_all, refresh_member
from .directory_told import tell_of_accounts

# Above this many changed members, refreshing every audience at once is the shorter way.
FEW = 20
# What is written of a line, in the order of the statement below.
_WRITTEN = {
    "employee_number": "varchar", "email": "varchar", "first_name": "varchar", "last_name": "varchar", "sort_key": "varchar",
    "job_title": "varchar", "job_family_id": "bigint", "team_id": "bigint", "site_id": "bigint", "arrived_on": "date",
}  # fmt: skip
_UPDATE = """
UPDATE people_member AS m SET is_active = true, {sets}
FROM unnest(%s::bigint[], {arrays}) AS f(id, {names}) WHERE m.id = f.id
""".format(
    sets=", ".join(f"{name} = f.{name}" for name in _WRITTEN),
    arrays=", ".join(f"%s::{kind}[]" for kind in _WRITTEN.values()),
    names=", ".join(_WRITTEN),
)
_MANAGERS = """
UPDATE people_member AS m SET manager_id = f.manager_id
FROM unnest(%s::bigint[], %s::bigint[]) AS f(id, manager_id) WHERE m.id = f.id AND m.manager_id IS DISTINCT FROM f.manager_id
"""

Progress = Callable[[str], object]


class PlanChanged(Refused):
    """What would happen is no longer what was shown."""


@transaction.atomic
def import_directory(
    *,
    actor: Member | None,
    table: Table,
    columns: Columns,
    skip_bad: bool = False,
    deactivate_missing: bool = False,
    expected: str = "",
    progress: Progress = lambda step: None,
) -> Plan:
    """Applies a directory file: all of its good lines, or nothing.

    Parameters:
        actor: who imports, None on the command line.
        skip_bad: leave refused lines out; without it, one refused line refuses the file.
        deactivate_missing: close the accounts of active members who are not in the file, except the actor's own and
            those of the last administrators.
        expected: fingerprint of the plan that was shown; "" if none was.
        progress: is told each step.

    Returns what was done. Raises Refused for a file with refused lines, PlanChanged if the plan is another one by now.
    """
    _lock()
    progress(_("comparaison"))
    plan = planning.make(table, columns, actor_id=actor.pk if actor else None)
    _refuse_other_plan(plan, expected)
    refuse_bad_lines(plan, skip_bad=skip_bad)
    written = [line for line in plan.lines if line.outcome in (Outcome.CREATED, Outcome.CHANGED)]
    progress(_("écriture de %(n)d personnes") % {"n": len(written)})
    ids = _write(written, plan)
    tell_of_accounts(actor, written, plan)
    gone = [absent.id for absent in plan.absent if not absent.kept] if deactivate_missing else []
    _deactivate(gone)
    progress(_("publics"))
    _refresh_audiences(_touched(written, ids, gone, plan))
    progress(_("journal"))
    journal.record_many(_events(actor, written, ids, gone))
    return plan


def _lock() -> None:
    """Nobody else changes members meanwhile; readers, and those who post, do not wait.

    Members before audiences, as in refresh_member, and audiences before the first row is written: refresh_audience never
    waits for a row of ours while we wait for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_member IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT id FROM people_audience ORDER BY id FOR UPDATE")


def _refuse_other_plan(plan: Plan, expected: str) -> None:
    if expected and planning.fingerprint(plan.as_data()) != expected:
        raise PlanChanged(
            _("L'annuaire a changé depuis cet aperçu : rien n'a été importé. Voici ce qui se passerait maintenant."),
            code="plan-changed",
        )


def refuse_bad_lines(plan: Plan, *, skip_bad: bool) -> None:
    """Raises Refused if there are lines that cannot be imported, and nobody said to leave them out."""
    bad = [line for line in plan.lines if line.outcome is Outcome.REFUSED]
    if bad and not skip_bad:
        raise Refused(
            ngettext(
                "%(n)d ligne est refusée (ligne %(line)d : %(why)s) : rien n'a été changé.",
                "%(n)d lignes sont refusées (la première, ligne %(line)d : %(why)s) : rien n'a été changé.",
                len(bad),
            )
            % {"n": len(bad), "line": bad[0].number, "why": bad[0].problems[0].text.rstrip(".")},
            code="bad-lines",
        )


def _write(lines: list[Line], plan: Plan) -> dict[int, int]:
    """Writes the people of ``lines``, with the teams, job families and sites that they bring; ids of new ones by their key."""
    _extend_structure(lines, plan.snapshot.structure)
    _free_addresses(lines)
    ids = _create([line for line in lines if line.outcome is Outcome.CREATED], plan)
    _update([line for line in lines if line.outcome is Outcome.CHANGED], plan)
    _set_managers(lines, ids)
    return ids


def _extend_structure(lines: list[Line], structure: Structure) -> None:
    def named(field: str) -> Iterator[Any]:
        return (value for line in lines if (value := line.entry.values.get(field)))

    extend_structure(structure=structure, job_families=named("job_family"), sites=named("site"), teams=named("team"))


def _values(line: Line, plan: Plan) -> dict[str, Any]:
    """What a line's member is to be, columns that are not in the file as they were."""
    known, structure = plan.snapshot.members.get(line.key), plan.snapshot.structure
    given = line.entry.values

    def kept(name: str, empty: Any) -> Any:
        return getattr(known, name) if known else empty

    job_family, site, team = given.get("job_family"), given.get("site"), given.get("team")
    values = {
        "employee_number": given.get("employee_number") or kept("employee_number", None),
        "email": given.get("email") or kept("email", None),
        "first_name": given["first_name"],
        "last_name": given["last_name"],
        "job_title": given.get("job_title", kept("job_title", "")),
        "job_family_id": structure.job_families.find(job_family) if job_family else kept("job_family_id", None),
        "team_id": kept("team_id", None) if team is None else structure.team(team),
        "site_id": kept("site_id", None) if site is None else structure.sites.find(site) if site else None,
        "arrived_on": given.get("arrived_on", kept("arrived_on", None)),
    }
    longest = Member._meta.get_field("sort_key").max_length
    return values | {"sort_key": sort_key(values["last_name"], values["first_name"])[:longest]}


def _free_addresses(lines: list[Line]) -> None:
    """Two people may swap addresses: first nobody has them. Whoever changes address is known by number."""
    moving = [line.key for line in lines if any(change.field == "email" for change in line.changes)]
    Member.objects.filter(pk__in=moving, employee_number__isnull=False).update(email=None)


def _create(lines: list[Line], plan: Plan) -> dict[int, int]:
    """Makes the members of ``lines``; returns the id of each by its line's key."""
    members = [Member(password=make_password(None), **_values(line, plan)) for line in lines]
    Member.objects.bulk_create(members, batch_size=1000)
    return {line.key: member.pk for line, member in zip(lines, members, strict=True)}


def _update(lines: list[Line], plan: Plan) -> None:
    if not lines:
        return
    rows = [_values(line, plan) for line in lines]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [[line.key for line in lines], *([row[name] for row in rows] for name in _WRITTEN)])


def _set_managers(lines: list[Line], ids: dict[int, int]) -> None:
    def id_of(key: int | None) -> int | None:
        return ids.get(key, key) if key is not None else None

    if lines:
        with connection.cursor() as cursor:
            cursor.execute(_MANAGERS, [[id_of(line.key) for line in lines], [id_of(line.manager) for line in lines]])


def _deactivate(ids: list[int]) -> None:
    Member.objects.filter(pk__in=ids).update(is_active=False)
    Session.objects.filter(member_id__in=ids).delete()


def _touched(lines: list[Line], ids: dict[int, int], gone: list[int], plan: Plan) -> set[int]:
    """Whose audiences may be others now: managers, former and new, are known by their reports."""
    known = plan.snapshot.members
    managers = {line.manager for line in lines} | {
        known[key].manager_id for key in [*(line.key for line in lines), *gone] if key in known
    }
    keys = {line.key for line in lines} | {key for key in managers if key is not None}
    return {ids.get(key, key) for key in keys} | set(gone)


def _refresh_audiences(members: set[int]) -> None:
    if len(members) > FEW:
        refresh_all()
    else:
        for member in sorted(members):
            refresh_member(member)
        # Whoever has just read how many there will be looks at the list next.
        recount()


def _events(actor: Member | None, lines: list[Line], ids: dict[int, int], gone: list[int]) -> Iterable[journal.Event]:
    actor_id = actor.pk if actor else None
    for line in lines:
        if line.outcome is Outcome.CREATED:
            yield MemberArrived(actor_id=actor_id, subject_id=ids[line.key], origin="directory")
        else:
            yield MemberChanged(actor_id=actor_id, subject_id=line.key, changed=[change.field for change in line.changes])
    for member in gone:
        yield MemberDeactivated(actor_id=actor_id, subject_id=member)
