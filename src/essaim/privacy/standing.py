"""What stands below the domains and cannot declare itself: the journal, the jobs, the frameworks' own tables; and our own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from essaim.journal import api as journal

from .actions.archives import renew_archives
from .actions.retention import ARCHIVE_DAYS, expire_archives
from .holdings import Basis, FreeText, Holding, Leaver, Part, Reader, impersonal, register, register_texts
from .models import Archive, Erasure
from .periods import Period

# Keys of a job's arguments that name a member.
_KEYS = ("member_id", "recipient_id", "actor_id", "author_id", "user_id", "inviter_id")
# A job may be for several: then the others' part of it stays.
_AMONG_OTHERS = "args -> 'recipient_ids' @> to_jsonb(%(id)s::bigint)"
_OF_MEMBER = " OR ".join([*(f"args ->> '{key}' = %(id)s" for key in _KEYS), _AMONG_OTHERS])
_WITHOUT = f"""
UPDATE procrastinate_jobs SET args = jsonb_set(args, '{{recipient_ids}}', (
    SELECT coalesce(jsonb_agg(one), '[]') FROM jsonb_array_elements(args -> 'recipient_ids') one WHERE one <> to_jsonb(%(id)s::bigint)
)) WHERE {_AMONG_OTHERS} AND status <> 'doing'
"""


def declare() -> None:
    register(_journal(), _jobs(), _rights())
    impersonal(
        "Django and Wagtail's own: structure, permissions, languages",
        "django_content_type", "django_migrations", "django_session", "auth_group", "auth_group_permissions", "auth_permission",
        "procrastinate_workers", "procrastinate_periodic_defers",
    )  # fmt: skip
    impersonal("what the organisation is made of", *_ORGANISATION)
    words = ("controller", "officer", "backups", "security", "more")
    register_texts(FreeText("privacy_recordnotes", words, _("Registre des traitements")))
    impersonal("the organisation's own words for its record of processing", "privacy_recordnotes")


_ORGANISATION = (
    "organisation_organisation", "organisation_logo", "organisation_team", "organisation_site", "organisation_theme", "organisation_jobfamily",
    "organisation_objective", "organisation_objective_job_families",
)  # fmt: skip


def _journal() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        columns = {"at": _("Quand"), "type": _("Quoi"), "by_me": _("Fait par vous"), "subject": _("À propos de")}
        yield Part("acts", _("Vos actes, et ceux qui vous concernent"), columns, journal.acts_of(member_id, limit))

    return Holding(
        name="journal.acts",
        inner=True,
        title=_("Journal des actes"),
        what=_("ce qui a été fait, par qui, quand : fil ouvert, leçon terminée, invitation. Jamais les textes."),
        purpose=_("prévenir les personnes concernées, tenir les listes à jour, comprendre un incident"),
        basis=Basis.INTEREST,
        keep=Period(months=6, nameless=True),
        readers={
            Reader.ADMINISTRATORS: _(
                "par un programme à qui ils donnent un jeton pour suivre le journal : qui écrit où, réagit, arrive ou part, et quand ; "
                "ni ce que chacun apprend, ni ce qui se dit entre quelques personnes. Le reste, dans la base de données, par qui "
                "administre le serveur"
            )
        },
        tables=("journal_entry",),
        export=export,
        forget=lambda leaver: journal.forget_member(leaver.member_id),
        forgetting=_("les actes restent, sans nom et sans heure"),
        expire=journal.make_nameless,
    )


def _jobs() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        columns = {"task": _("Travail"), "status": _("État"), "scheduled_at": _("Prévu pour")}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT task_name, status::text, scheduled_at FROM procrastinate_jobs WHERE {_OF_MEMBER} ORDER BY id DESC LIMIT %(n)s",
                {"id": str(member_id), "n": limit},
            )
            rows = [{"task": task, "status": status, "scheduled_at": at} for task, status, at in cursor.fetchall()]
        yield Part("jobs", _("Travaux qui vous concernent"), columns, rows)

    return Holding(
        name="privacy.jobs",
        inner=True,
        title=_("Travaux en attente"),
        what=_("le mail ou le calcul à faire pour quelqu'un ; un travail réussi s'efface aussitôt"),
        purpose=_("faire le travail, même après une panne"),
        basis=Basis.INTEREST,
        keep=Period(days=30),
        readers={
            Reader.ADMINISTRATORS: _("lisible dans la base de données par qui administre le serveur, sans page pour cela")
        },
        tables=("procrastinate_jobs", "procrastinate_events"),
        export=export,
        forget=_forget_jobs,
        forgetting=_("supprimés"),
        expire=_expire_jobs,
    )


def _forget_jobs(leaver: Leaver) -> int:
    # The one that runs this erasure names it by its own number, not by its member's.
    waiting = "status <> 'doing'"
    values = {"id": str(leaver.member_id), "pattern": leaver.traces.pattern}
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, values)
        cursor.execute(f"SELECT id, args::text FROM procrastinate_jobs WHERE args::text ~* %(pattern)s AND {waiting}", values)
        # The pattern finds at least theirs: what is between letters, as their address inside a longer one, is somebody else's.
        named = [id for id, args in cursor.fetchall() if leaver.traces.found_in(args)]
        cursor.execute(
            f"DELETE FROM procrastinate_jobs WHERE ({_OF_MEMBER} OR id = ANY(%(named)s)) AND {waiting}",
            {**values, "named": named},
        )
        return int(cursor.rowcount)


def _expire_jobs(before: datetime) -> int:
    """Jobs that failed for good, or were called off, and did not change since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS "
            "(SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)",
            [before],
        )
        return int(cursor.rowcount)


def _rights() -> Holding:
    def export(member_id: int, limit: int | None) -> Iterable[Part]:
        asked = {"what": _("Quoi"), "at": _("Demandé"), "due": _("Prévu pour")}
        rows: list[dict[str, Any]] = [
            {"what": str(_("Archive de mes données")), "at": at, "due": None}
            for at in Archive.objects.filter(member_id=member_id).values_list("asked_at", flat=True)
        ]
        for erasure in Erasure.objects.filter(member_id=member_id).defer("found"):
            rows.append({"what": str(_("Effacement")), "at": erasure.asked_at, "due": erasure.due_at})
        yield Part("requests", _("Vos demandes"), asked, rows)

    return Holding(
        name="privacy.requests",
        inner=True,
        title=_("Demandes d'accès et d'effacement"),
        what=_(
            "la demande, sa date, l'archive jusqu'à ce qu'elle soit prise ; d'un effacement fait, la date et un numéro sans nom"
        ),
        purpose=_("répondre aux demandes, et prouver qu'on y a répondu"),
        basis=Basis.DUTY,
        keep=Period(days=ARCHIVE_DAYS, until=_("effacements faits : sans limite, ils ne nomment personne ; archive")),
        readers={Reader.ADMINISTRATORS: _("les demandes d'effacement, pour y répondre ; jamais l'archive")},
        tables=("privacy_archive", "privacy_erasure"),
        export=export,
        forget=_forget_requests,
        forgetting=_(
            "l'archive est supprimée, celles des autres où son nom se lit sont refaites ; de l'effacement restent la date et un numéro sans nom"
        ),
        expire=expire_archives,
    )


def _forget_requests(leaver: Leaver) -> int:
    asked = Erasure.objects.filter(asked_by_id=leaver.member_id).exclude(member_id=leaver.member_id).update(asked_by_id=None)
    return asked + renew_archives(traces=leaver.traces)
