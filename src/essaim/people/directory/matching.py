"""Who each line is about: by employee number, else by e-mail address.

A person is named by a key: the member's id, or minus the line's number for someone new.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from .entries import Entry
from .problems import problem
from .snapshot import Snapshot

Keys = dict[int, int]


def match(entries: list[Entry], snapshot: Snapshot) -> Keys:
    """The key of each line. Lines that cannot be told apart are refused, all of them: only the reader knows which is right."""
    keys = {entry.line: _key(entry, snapshot) for entry in entries}
    _refuse_same(entries, lambda entry: entry.number, "same-number")
    _refuse_same(entries, lambda entry: entry.email, "same-email")
    _refuse_same(entries, lambda entry: keys[entry.line], "same-person")
    return keys


def _key(entry: Entry, snapshot: Snapshot) -> int:
    if entry.number and entry.number in snapshot.by_number:
        return snapshot.by_number[entry.number]
    found = snapshot.by_email.get(entry.email) if entry.email else None
    if found and (not entry.number or not snapshot.members[found].employee_number):
        return found
    return -entry.line


def _refuse_same(entries: Iterable[Entry], value: Callable[[Entry], Hashable], code: str) -> None:
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if (known := value(entry)) is not None:
            groups[known].append(entry)
    for shared, group in groups.items():
        if len(group) < 2:
            continue
        for entry in group:
            if not any(p.code.startswith("same-") for p in entry.problems):
                others = [str(other.line) for other in group if other is not entry]
                shown = ", ".join(others[:3]) + ("…" if len(others) > 3 else "")
                entry.problems.append(problem(code, value=str(shared), lines=shown))


def refuse_taken_addresses(entries: list[Entry], keys: Keys, snapshot: Snapshot) -> bool:
    """Refuses lines whose address would be someone else's once the file is applied. Two people may swap theirs.

    Returns whether a line was refused. A refused line leaves its member as they are, which may take an address back: call
    until it returns False.
    """
    taken = {keys[entry.line] for entry in entries if not entry.refused and entry.email}
    holders = {email: id for email, id in snapshot.by_email.items() if id not in taken}
    refused = False
    for entry in entries:
        if entry.refused or not entry.email or entry.email not in holders:
            continue
        holder = snapshot.members[holders[entry.email]]
        if holder.employee_number:
            entry.problems.append(problem("email-taken", value=entry.email, name=holder.name, number=holder.employee_number))
        else:
            entry.problems.append(problem("email-taken-bare", value=entry.email, name=holder.name))
        refused = True
    return refused


def refuse_what_administrators_do(entries: list[Entry], keys: Keys, snapshot: Snapshot) -> None:
    """An address opens an account, and so does a role that comes back: a file gives neither to who does not administrate."""
    for entry in entries:
        key = keys[entry.line]
        known = snapshot.members.get(key)
        if known is None:
            continue
        if snapshot.entered(key) and entry.email and entry.email != (known.email or "").lower():
            entry.problems.append(problem("administrator" if key in snapshot.administrators else "address-entered"))
        if not known.is_active and key in snapshot.with_role:
            entry.problems.append(problem("closed-with-role"))
