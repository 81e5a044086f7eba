"""Invitations, uploaded files, and keys for programs."""

import json
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.names import fold
from essaim.people.directory.decoding import decode
from essaim.people.models import (
    ImportDraft,
    Invitation,
    InvitationAcceptance,
    SignInLink,
    Token,
)
from essaim.privacy.api import (
    Basis,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
)


def invitations() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        sent = Invitation.objects.filter(inviter_id=member_id).order_by("-pk")[:limit]
        yield Part(
            "sent", _("Invitations que vous avez envoyées"),
            {"email": _("À"), "created_at": _("Le"), "uses": _("Personnes venues"), "words": _("Votre mot")},
            [{"email": one.email, "created_at": one.created_at, "uses": one.uses, "words": one.words} for one in sent],
        )  # fmt: skip
        came = InvitationAcceptance.objects.filter(member_id=member_id).select_related("invitation__inviter").order_by("pk")
        yield Part(
            "accepted", _("Invitations par lesquelles vous êtes venu"), {"inviter": _("De"), "accepted_at": _("Le")},
            [{"inviter": one.invitation.inviter and one.invitation.inviter.name, "accepted_at": one.accepted_at} for one in came],
        )  # fmt: skip

    def forget(leaver: Leaver) -> int:
        mine = Q(member_id=leaver.member_id) | Q(email__in=leaver.traces.addresses)
        gone = Invitation.objects.filter(mine & ~Q(email="")).delete()[0]
        sent = Invitation.objects.filter(inviter_id=leaver.member_id)
        # Who came by them stays; nobody else comes.
        sent.filter(revoked_at=None).update(revoked_at=clock.now())
        page = f"/people/members/{leaver.member_id}/"
        Invitation.objects.filter(target__startswith=page).update(target="")
        SignInLink.objects.filter(target__startswith=page).update(target="")
        return gone + sent.update(inviter=None, words="")

    return Holding(
        name="people.invitations",
        title=_("Invitations"),
        what=_("qui a invité qui, à quelle adresse, quand, avec quel mot"),
        purpose=_("faire venir des collègues, savoir par qui le programme se répand"),
        basis=Basis.INTEREST,
        keep=Period(months=6, until=_("acceptées : tant que le compte existe ; sans réponse")),
        readers={Reader.FACILITATORS: _("combien de personnes d'un public sont invitées, sans nom")},
        tables=("people_invitation", "people_invitationacceptance"),
        export=export,
        forget=forget,
        forgetting=_("reçues : supprimées ; envoyées : retirées, sans le nom de qui invitait"),
        expire=lambda before: Invitation.objects.filter(uses=0, expires_at__lt=before).delete()[0],
    )


def _names(draft: ImportDraft, leaver: Leaver) -> bool:
    """Whether a line of an uploaded file is about the leaver: their address or number, or both of their names."""
    # A person who is missing in the file stands in its dry run: the account would be closed.
    if leaver.traces.found_in(f"{draft.file_name}\n{json.dumps(draft.plan, ensure_ascii=False)}"):
        return True
    try:
        text = decode(bytes(draft.content), draft.encoding)[0]
    except Refused:
        return True
    names = [fold(leaver.traces.first_name), fold(leaver.traces.last_name)]
    return leaver.traces.found_in(text) or any(all(name in line for name in names) for line in fold(text).splitlines())


def imports() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        drafts = ImportDraft.objects.filter(uploader_id=member_id).order_by("pk")
        yield Part(
            "drafts", _("Fichiers d'annuaire que vous avez déposés"), {"file_name": _("Fichier"), "created_at": _("Le")},
            [{"file_name": one.file_name, "created_at": one.created_at} for one in drafts],
        )  # fmt: skip

    def forget(leaver: Leaver) -> int:
        """A file that names them would bring them back: whoever prepares it uploads another."""
        named = [
            draft.pk
            for draft in ImportDraft.objects.order_by("pk")
            if draft.uploader_id == leaver.member_id or _names(draft, leaver)
        ]
        return ImportDraft.objects.filter(pk__in=named).delete()[0]

    return Holding(
        name="people.imports",
        title=_("Fichiers d'annuaire en préparation"),
        what=_("le fichier déposé, tant que l'import n'est pas fait"),
        purpose=_("montrer ce qu'un import changerait avant de le faire"),
        basis=Basis.INTEREST,
        keep=Period(days=1),
        readers={Reader.FACILITATORS: _("la personne qui a déposé le fichier, et elle seule")},
        tables=("people_importdraft",),
        export=export,
        forget=forget,
        forgetting=_("supprimés s'ils nomment la personne"),
        expire=lambda before: ImportDraft.objects.filter(created_at__lt=before).delete()[0],
    )


def tokens() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        yield Part(
            "tokens", _("Les clés que vous avez données à des programmes"),
            {"name": _("Nom"), "scopes": _("Droits"), "created_at": _("Depuis"), "expires_at": _("Jusqu'au"),
             "revoked_at": _("Retirée le"), "last_used_on": _("Dernier usage")},
            [
                {"name": one.name, "scopes": one.scopes, "created_at": one.created_at, "expires_at": one.expires_at,
                 "revoked_at": one.revoked_at, "last_used_on": one.use.last_used_on if hasattr(one, "use") else None}
                for one in Token.objects.filter(member_id=member_id).select_related("use")
            ],
        )  # fmt: skip

    return Holding(
        name="people.tokens",
        title=_("Clés pour programmes"),
        what=_("nom de la clé, droits, dates, jour du dernier usage ; la clé elle-même n'est pas gardée"),
        purpose=_("laisser un programme agir pour la personne, si elle le veut"),
        basis=Basis.CHOICE,
        keep=Period(until=_("jusqu'à ce que la personne la retire, ou qu'elle expire")),
        readers={},
        tables=("people_token", "people_tokenuse"),
        export=export,
        forget=lambda leaver: Token.objects.filter(member_id=leaver.member_id).delete()[0],
        forgetting=_("supprimées : elles n'ouvrent plus rien"),
    )
