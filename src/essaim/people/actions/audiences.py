"""Audiences are made, changed and deleted; their membership is kept in step with their rule."""

import json
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.names import fold, free_slug
from essaim.people import rules
from essaim.people.audiences import count
from essaim.people.events import AudienceDeleted, AudienceRuleChanged
from essaim.people.models import Act, Audience, AudienceMembership, Member

from .audit import write_audit


@transaction.atomic
def create_audience(*, actor: Member | None, name: str, rule: dict[str, Any], name_en: str = "", slug: str = "") -> Audience:
    """Makes an audience; its members come with the job that this enqueues. Raises Refused for a name that is taken."""
    checked = _checked(rule)
    _refuse_taken(name)
    taken = set(Audience.objects.order_by("pk").values_list("slug", flat=True))
    audience = Audience.objects.create(
        slug=free_slug(slug or name, taken), name=name, name_en=name_en, rule=rules.to_json(checked)
    )
    _enqueue(actor, audience)
    return audience


@transaction.atomic
def change_audience(*, actor: Member | None, audience: Audience, name: str, rule: dict[str, Any], name_en: str = "") -> bool:
    """Gives an audience other words, another rule, or both. Returns whether its membership is worked out anew.

    Until the job has run, within a minute, the former membership stands.
    """
    checked = _checked(rule)
    _refuse_taken(name, but=audience)
    audience.name, audience.name_en = name, name_en
    changed = rules.to_json(checked) != audience.rule
    if changed:
        audience.rule, audience.refreshed_at = rules.to_json(checked), None
    audience.save(update_fields=["name", "name_en", "rule", "refreshed_at"])
    if changed:
        _enqueue(actor, audience)
    return changed


@transaction.atomic
def delete_audience(*, actor: Member, audience: Audience) -> None:
    """Deletes an audience. What was restricted to it alone is seen by nobody then: its id matches no member any more."""
    pk = audience.pk
    lost = list(audience.grants.select_related("member").order_by("pk"))
    audience.delete()
    for grant in lost:
        # Roles that held for it alone end with it, and the audit log says so too.
        write_audit(actor=actor, act=Act.ROLE_REVOKED, subject=grant.member, role=grant.role, audience=audience.name)
        refresh_member(grant.member_id)
    journal.record(AudienceDeleted(actor_id=actor.pk, subject_id=pk, name=audience.name))


def _checked(data: dict[str, Any]) -> rules.Rule:
    rule = rules.parse(data)
    rules.refuse_many_questions(rule)
    return rule


def _refuse_taken(name: str, but: Audience | None = None) -> None:
    others = Audience.objects.exclude(pk=but.pk if but else 0).order_by("pk").values_list("name", flat=True)
    if fold(name) in {fold(other) for other in others}:
        raise Refused(_("Un autre public porte déjà ce nom : choisissez-en un qui les distingue."), code="name-taken")


def _enqueue(actor: Member | None, audience: Audience) -> None:
    from essaim.people.tasks.audiences import refresh

    journal.record(AudienceRuleChanged(actor_id=actor.pk if actor else None, subject_id=audience.pk))
    refresh.defer(audience_id=audience.pk)


_DIFFERENCE = """
WITH wanted AS MATERIALIZED ({wanted}),
gone AS (
    DELETE FROM people_audiencemembership k
    WHERE k.audience_id = %s AND NOT EXISTS (SELECT FROM wanted w WHERE w.id = k.member_id)
    RETURNING 1
), come AS (
    INSERT INTO people_audiencemembership (audience_id, member_id)
    SELECT %s, w.id FROM wanted w
    WHERE NOT EXISTS (SELECT FROM people_audiencemembership k WHERE k.audience_id = %s AND k.member_id = w.id)
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM come), (SELECT count(*) FROM gone)
"""


@transaction.atomic
def refresh_audience(audience_id: int) -> tuple[int, int]:
    """Brings the kept membership of one audience in line with its rule. Returns how many came and went.

    Two statements whatever the number of members; only the difference is written. The audience's row is locked, so that a
    member who changes meanwhile is worked out after this, not before (refresh_member).
    """
    audience = Audience.objects.select_for_update().filter(pk=audience_id).first()
    if audience is None:
        return 0, 0
    rule = rules.parse(audience.rule)
    wanted = Member.objects.filter(rules.to_q(rule), is_active=True).order_by().values("id")
    sql, parameters = wanted.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE.format(wanted=sql), [*parameters, audience_id, audience_id, audience_id])
        came, went = cursor.fetchone()
    audience.shown_size = count(rule).value
    audience.refreshed_at = clock.now()
    audience.save(update_fields=["shown_size", "refreshed_at"])
    return came, went


def refresh_all() -> None:
    """Every audience anew: after an import, and each night, since days since arrival go by."""
    for audience_id in Audience.objects.order_by("pk").values_list("pk", flat=True):
        refresh_audience(audience_id)


@transaction.atomic
def refresh_member(member_id: int) -> tuple[int, ...]:
    """Works out the audiences of one member at once, in the transaction of what changed them. Returns their ids.

    Who manages whom is read too: after changing a manager, refresh them as well.
    """
    # Shared with other members' changes; waits for an audience that is being worked out, and the other way round.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, rule FROM people_audience ORDER BY id FOR SHARE")
        audiences = [(pk, rules.parse(json.loads(rule))) for pk, rule in cursor.fetchall()]
    now = set(_matching(member_id, audiences))
    kept = set(AudienceMembership.objects.filter(member_id=member_id).values_list("audience_id", flat=True))
    if kept - now:
        AudienceMembership.objects.filter(member_id=member_id, audience_id__in=kept - now).delete()
    AudienceMembership.objects.bulk_create(
        [AudienceMembership(member_id=member_id, audience_id=pk) for pk in sorted(now - kept)], ignore_conflicts=True
    )
    return tuple(sorted(now))


def _matching(member_id: int, audiences: list[tuple[int, rules.Rule]]) -> list[int]:
    """The audiences whose rule selects this member, in one query."""
    if not audiences:
        return []
    today = clock.today()
    # Unknown (a member without a site, asked for their site) counts as no.
    columns = [_holds(rules.to_q(rule, today)) for _pk, rule in audiences]
    row = Member.objects.filter(pk=member_id, is_active=True).order_by().values_list(*columns).first()
    return [pk for (pk, _rule), holds in zip(audiences, row or (), strict=False) if holds]


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
