"""Which migrations a backup had, and how an empty database gets to the same point."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from essaim.kernel.errors import Refused

Node = tuple[str, str]


def targets(recorded: list[Node], version: str) -> list[Node]:
    """The last of the recorded migrations. Raises Refused when this version does not know one of them."""
    loader = MigrationExecutor(connection).loader
    have = set(recorded)
    # A squashed migration stands for those it replaces.
    have |= {node for node, migration in loader.replacements.items() if set(map(tuple, migration.replaces)) <= have}
    replaced = {tuple(node) for migration in loader.replacements.values() for node in migration.replaces}
    unknown = sorted(have - set(loader.graph.nodes) - replaced)
    if unknown:
        names = ", ".join(".".join(node) for node in unknown[:3])
        raise Refused(
            f"this backup was made by a newer version, Essaim {version} (it knows {names}): install that version, then restore"
        )
    known = have & set(loader.graph.nodes)
    inner = {tuple(parent) for node in known for parent in loader.graph.node_map[node].parents}
    return sorted(node for node in known if node not in inner)


def is_behind() -> bool:
    """Whether this version has migrations that the database has not."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate_to(nodes: list[Node]) -> None:
    """Brings the empty database to the recorded point."""
    executor = MigrationExecutor(connection)
    executor.migrate(nodes)
