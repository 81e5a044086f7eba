"""What people hold about a member (essaim.privacy)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.organisation.models import Team
from essaim.people.models import Member, RoleGrant
from essaim.privacy.api import FreeText, impersonal, objections, register, register_texts

from . import belonging, entering, record


def declare() -> None:
    register(
        record.record(),
        record.sign_in(),
        record.audit(),
        belonging.stated(),
        belonging.groups(),
        entering.invitations(),
        entering.imports(),
        belonging.team(),
        entering.tokens(),
    )
    register_texts(
        FreeText("people_member", ("job_title",), _("Fonction d'un collègue"), _member_places, author="id"),
        FreeText("people_invitation", ("words", "target_title"), _("Invitation"), author="inviter_id"),
        FreeText("people_token", ("name",), _("Clé d'un programme"), author="member_id"),
        FreeText("people_audience", ("name", "name_en"), _("Nom d'un public")),
        FreeText("organisation_team", ("name",), _("Nom d'une équipe"), _team_places),
        FreeText("organisation_objective", ("name", "name_en"), _("Nom d'un objectif")),
        FreeText("people_teampage", ("source", "html"), _("Page d'une équipe"), pk="team_id"),
        FreeText("people_teamchange", ("before", "after"), _("Page d'une équipe, version précédente"), author="author_id"),
        FreeText("people_teamdate", ("title", "place", "link"), _("Date d'une équipe"), author="added_by_id"),
        FreeText("people_objectiveproposal", ("note",), _("Objectif proposé à une équipe"), author="manager_id"),
        FreeText("people_asktopic", ("name",), _("Sujet d'un collègue"), author="member_id"),
    )
    objections.add("people.last-administrator", last_administrator)
    impersonal("a rule over facts, without persons", "people_audience")
    impersonal("settings of the installation, and the link that opens it", "people_signinsettings", "people_setuplink")


def _member_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    return {one.pk: (one.name, f"/people/members/{one.pk}/") for one in Member.objects.filter(pk__in=ids).order_by("pk")}


def _team_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    return {team.pk: (team.name, f"/people/teams/{team.pk}/") for team in Team.objects.filter(pk__in=ids).order_by("pk")}


def last_administrator(member_id: int) -> Any:
    """Words when nobody would be left to run the installation."""
    administrators = RoleGrant.objects.filter(role="administrator", audience=None, member__is_active=True).order_by()
    ids = set(administrators.values_list("member_id", flat=True))
    if ids == {member_id}:
        return _("C'est la seule personne qui administre Essaim. Donnez d'abord ce rôle à quelqu'un d'autre.")
    return ""
