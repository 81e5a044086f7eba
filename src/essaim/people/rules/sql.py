"""A rule as a condition over members. Written with subqueries, not joins: a member comes once, and ``not`` is exact."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from essaim.kernel import clock
from essaim.organisation.models import Team
from essaim.people.models import Member, RoleGrant, StatedObjective

from .tree import AllOf, AnyOf, Arrived, Has, Not, Rule

EVERYBODY = Q(pk__isnull=False)
NOBODY = Q(pk__isnull=True)


def to_q(rule: Rule, today: date | None = None) -> Q:
    """The condition on ``Member``; whoever calls adds that they are active. ``today`` is the organisation's day."""
    match rule:
        case AllOf(parts):
            together = EVERYBODY
            for part in parts:
                together &= to_q(part, today)
            return together
        case AnyOf(parts):
            together = NOBODY
            for part in parts:
                together |= to_q(part, today)
            return together
        case Not(part):
            return ~to_q(part, today)
        case Arrived():
            return _arrived(rule, today or clock.today())
        case Has():
            return _has(rule)
    raise TypeError(rule)


def _has(rule: Has) -> Q:
    values: list[Any] = list(rule.values)
    match rule.fact:
        case "job_family":
            return Q(job_family__in=values)
        case "site":
            return Q(site__in=values)
        case "team":
            return Q(team__in=Team.objects.filter(ancestor_ids__overlap=values).order_by().values("pk"))
        case "objective_theme":
            return Q(Exists(StatedObjective.objects.filter(member=OuterRef("pk"), objective__theme__in=values)))
        case "role":
            granted = Q(Exists(RoleGrant.objects.filter(member=OuterRef("pk"), role__in=[v for v in values if v != "manager"])))
            if "manager" not in values:
                return granted
            managing = Q(Exists(Member.objects.filter(manager=OuterRef("pk"), is_active=True)))
            return managing | granted if len(values) > 1 else managing


def _arrived(rule: Arrived, today: date) -> Q:
    match rule.span, rule.value:
        case "within_days", int(days):
            return Q(arrived_on__gt=today - timedelta(days=days), arrived_on__lte=today)
        case "before_days", int(days):
            return Q(arrived_on__lte=today - timedelta(days=days))
        case "since", date() as day:
            return Q(arrived_on__gte=day)
        case "before", date() as day:
            return Q(arrived_on__lt=day)
    raise TypeError(rule)
