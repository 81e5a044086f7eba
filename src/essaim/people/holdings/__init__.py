"""What people hold about a member (essaim.privacy)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.people.models import RoleGrant
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
        FreeText("people_teampage", ("source", "html"), _("Page d'une équipe"), pk="team_id"),
        FreeText("people_teamchange", ("before", "after"), _("Page d'une équipe, version précédente")),
        FreeText("people_teamdate", ("title", "place", "link"), _("Date d'une équipe")),
        FreeText("people_objectiveproposal", ("note",), _("Objectif proposé à une équipe")),
        FreeText("people_asktopic", ("name",), _("Sujet d'un collègue")),
    )
    objections.add("people.last-administrator", last_administrator)
    impersonal("a rule over facts, without persons", "people_audience")
    impersonal("settings of the installation, and the link that opens it", "people_signinsettings", "people_setuplink")


def last_administrator(member_id: int) -> Any:
    """Words when nobody would be left to run the installation."""
    administrators = RoleGrant.objects.filter(role="administrator", audience=None, member__is_active=True).order_by()
    ids = set(administrators.values_list("member_id", flat=True))
    if ids == {member_id}:
        return _("C'est la seule personne qui administre Essaim. Donnez d'abord ce rôle à quelqu'un d'autre.")
    return ""
