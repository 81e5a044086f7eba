"""Who somebody is: the directory's record, how they come in, and who gave them which right."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.kernel import clock
from essaim.people.actions.audit import forget_in_audit
from essaim.people.models import (
    AuditEntry,
    CompanyAccount,
    Member,
    RoleGrant,
    Session,
    SignInLink,
)
from essaim.people.session import WAYS
from essaim.privacy.api import (
    Basis,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
)

# What remains of a sign-in that is too long ago to be known: that there was one.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def record() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        member = Member.objects.select_related("job_family", "team", "site", "manager").get(pk=member_id)
        facts = {
            "first_name": (_("Prénom"), member.first_name),
            "last_name": (_("Nom"), member.last_name),
            "email": (_("Adresse"), member.email),
            "employee_number": (_("Matricule"), member.employee_number),
            "job_title": (_("Fonction"), member.job_title),
            "job_family": (_("Métier"), member.job_family and member.job_family.name),
            "team": (_("Équipe"), member.team and member.team.name),
            "site": (_("Site"), member.site and member.site.name),
            "manager": (_("Responsable"), member.manager and member.manager.name),
            "arrived_on": (_("Arrivée"), member.arrived_on),
            "language": (_("Langue"), member.language),
            "is_active": (_("Compte ouvert"), member.is_active),
            "onboarded_at": (_("Premiers pas faits"), member.onboarded_at),
            "created_at": (_("Connu ici depuis"), member.created_at),
        }
        columns = {key: words for key, (words, _value) in facts.items()}
        yield Part("member", _("Votre fiche"), columns, [{key: value for key, (_words, value) in facts.items()}])
        grants = RoleGrant.objects.filter(member_id=member_id).select_related("granted_by", "audience").order_by("pk")
        yield Part(
            "roles", _("Vos rôles"), {"role": _("Rôle"), "audience": _("Pour le public"), "granted_at": _("Depuis"), "granted_by": _("Donné par")},
            [
                {"role": grant.get_role_display(), "audience": grant.audience and grant.audience.name, "granted_at": grant.granted_at,
                 "granted_by": grant.granted_by and grant.granted_by.name}
                for grant in grants
            ],
        )  # fmt: skip

    def forget(leaver: Leaver) -> int:
        """The last of this package: with the row go those of every table that hangs on it."""
        RoleGrant.objects.filter(granted_by_id=leaver.member_id).update(granted_by=None)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_cache WHERE cache_key ~* %s OR expires < now()", [leaver.traces.pattern])
        return Member.objects.filter(pk=leaver.member_id).delete()[0]

    return Holding(
        name="people.member",
        title=_("Fiche de l'annuaire"),
        what=_("nom, adresse, matricule, fonction, métier, équipe, site, responsable, date d'arrivée, langue, rôles ici"),
        purpose=_("savoir qui est qui, proposer à chaque personne ce qui convient à son métier"),
        basis=Basis.INTEREST,
        keep=Period(until=_("tant que le compte existe ; fermé, jusqu'à l'effacement")),
        readers={
            Reader.COLLEAGUES: _("nom, fonction, métier, équipe, site, responsable, rôles ici"),
            Reader.FACILITATORS: _(
                "en important l'annuaire ou en composant un public : aussi adresse, matricule, date d'arrivée"
            ),
            Reader.ADMINISTRATORS: _("toute la fiche"),
        },
        tables=("people_member", "people_member_groups", "people_member_user_permissions", "people_rolegrant", "people_cache"),
        export=export,
        forget=forget,
        forgetting=_("supprimée"),
    )


def _means(member_id: int) -> Part:
    """What opens their account. Secrets are in no copy."""
    accounts = CompanyAccount.objects.filter(member_id=member_id).order_by("pk")
    kept = Authenticator.objects.filter(user_id=member_id).order_by("pk")
    rows: list[dict[str, Any]] = [
        {"what": str(_("Compte de l'organisation relié")), "at": one.linked_at, "device": one.issuer, "name": one.subject}
        for one in accounts
    ]
    for one in kept:
        # Only a passkey has a name: the one that its owner gave it.
        name = one.wrap().name if one.type == Authenticator.Type.WEBAUTHN else ""
        rows.append(
            {
                "what": str(_("Deuxième étape, ou clé d'accès")), "at": one.created_at, "device": one.get_type_display(), "name": name,
                "last_used_at": one.last_used_at,
            }
        )  # fmt: skip
    columns = {
        "what": _("Quoi"), "at": _("Depuis"), "device": _("Avec"), "name": _("Nom, ou identifiant chez qui le tient"),
        "last_used_at": _("Dernier usage"),
    }  # fmt: skip
    return Part("means", _("Ce qui ouvre votre compte"), columns, rows)


def sign_in() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        last = Member.objects.values_list("last_login", flat=True).get(pk=member_id)
        sessions = Session.objects.filter(member_id=member_id, expire_date__gt=clock.now()).order_by("-expire_date")
        rows: list[dict[str, Any]] = [{"what": str(_("Dernière connexion")), "at": last}] if last else []
        rows += [
            {
                "what": str(_("Navigateur connecté")),
                "at": one.started_at,
                "device": one.device,
                "way": str(WAYS.get(one.way, one.way)),
                "second_step": one.second_step,
                "last_seen_on": one.last_seen_on,
            }
            for one in sessions
        ]
        links = SignInLink.objects.filter(member_id=member_id).order_by("-pk")
        rows += [{"what": str(_("Lien de connexion demandé")), "at": one.created_at} for one in links]
        yield Part(
            "traces",
            _("Vos connexions"),
            {
                "what": _("Quoi"), "at": _("Quand"), "device": _("Avec"), "way": _("Comment"), "second_step": _("Deuxième étape faite"),
                "last_seen_on": _("Vu le"),
            },
            rows,
        )  # fmt: skip
        yield _means(member_id)

    def expire(before: datetime) -> int:
        old = Member.objects.filter(last_login__lt=before, last_login__gt=LONG_AGO)
        # A passkey or an app stays; when it last opened the door does not.
        used = Authenticator.objects.filter(last_used_at__lt=before)
        return old.update(last_login=LONG_AGO) + used.update(last_used_at=None)

    return Holding(
        name="people.sign-in",
        title=_("Connexions"),
        what=_(
            "date de la dernière connexion, navigateurs connectés et comment, liens demandés ; compte de l'organisation relié, clés d'accès, "
            "leur nom et leur dernier usage ; mot de passe et clés eux-mêmes sous forme illisible"
        ),
        purpose=_("laisser entrer la bonne personne, et elle seule"),
        basis=Basis.DUTY,
        keep=Period(months=6, nameless=True, until=_("navigateurs et liens 30 jours ; dernière connexion")),
        readers={
            Reader.ADMINISTRATORS: _(
                "s'il y a une deuxième étape et un compte de l'organisation relié, pour aider qui les a perdus"
            ),
        },
        tables=(
            "people_session",
            "people_signinlink",
            "people_companyaccount",
            "mfa_authenticator",
            "account_emailaddress",
            "account_emailconfirmation",
        ),
        export=export,
        # Their rows hang on the member's and go with it.
        forget=lambda leaver: (
            SignInLink.objects.filter(member_id=leaver.member_id).delete()[0]
            + Session.objects.filter(member_id=leaver.member_id).delete()[0]
        ),
        forgetting=_("supprimées ; les navigateurs connectés sont déconnectés"),
        expire=expire,
    )


def audit() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        lines = AuditEntry.objects.filter(Q(actor_id=member_id) | Q(subject_id=member_id))[:limit]
        columns = {"at": _("Quand"), "act": _("Acte"), "actor": _("Par"), "subject": _("Pour"), "details": _("Précisions")}
        yield Part(
            "lines", _("Les lignes où vous êtes"), columns,
            [
                {"at": one.at, "act": one.get_act_display(), "actor": one.actor_name, "subject": one.subject_name, "details": one.details}
                for one in lines
            ],
        )  # fmt: skip

    return Holding(
        name="people.audit",
        title=_("Journal des droits"),
        what=_("qui a donné ou retiré quel rôle à qui, et changé la façon d'entrer ; personne ne peut le modifier"),
        purpose=_("prouver qui a donné quels droits"),
        basis=Basis.DUTY,
        keep=Period(months=60, nameless=True),
        readers={Reader.ADMINISTRATORS: _("tout le journal")},
        tables=("people_auditentry",),
        export=export,
        forget=lambda leaver: forget_in_audit(member_id=leaver.member_id),
        forgetting=_("les lignes restent, sans le nom"),
        expire=lambda before: forget_in_audit(before=before),
    )
