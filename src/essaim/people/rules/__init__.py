"""An audience's rule: a tree of conditions over what is known of a member.

As JSON, each node has one key: ``all`` and ``any`` (lists of nodes; an empty ``all`` is everybody, an empty ``any`` is
nobody), ``not`` (a node), ``job_family``, ``team`` (with its sub-teams), ``site``, ``objective_theme`` (lists of ids),
``role`` (a list of names) and ``arrived`` (``{"within_days": 182}``, ``{"before_days": 365}``, ``{"since": "2026-01-01"}``
or ``{"before": "2026-01-01"}``). Files written by people carry names instead of ids: ``from_names``.
"""

from .bounds import bounds, private_parts, signature, variants
from .names import Labels, from_names
from .parse import InvalidRule, parse, to_json
from .private import refuse_many_questions
from .sql import to_q
from .tree import AllOf, AnyOf, Arrived, Has, Not, Rule, leaves, reads_private
from .words import describe

__all__ = [
    "AllOf",
    "AnyOf",
    "Arrived",
    "Has",
    "InvalidRule",
    "Labels",
    "Not",
    "Rule",
    "bounds",
    "describe",
    "from_names",
    "leaves",
    "parse",
    "private_parts",
    "reads_private",
    "refuse_many_questions",
    "signature",
    "to_json",
    "to_q",
    "variants",
]
