"""How far one has read, and what one follows: for oneself alone."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, Holding, Leaver, Part, Period, register

from ..models import Reading, ThemeFollow, Visit


def declare() -> None:
    register(
        Holding(
            name="conversations.readings",
            title=_("Lecture des conversations"),
            what=_("jusqu'où la personne a lu chaque fil, les fils et thèmes qu'elle suit ou fait taire, sa dernière visite"),
            purpose=_("reprendre un fil où on l'a laissé, sur chaque appareil, et n'être prévenu que de ce qu'on veut"),
            basis=Basis.INTEREST,
            keep=Period(until=_("tant que le fil ou le thème existe")),
            readers={},
            tables=("conversations_reading", "conversations_themefollow", "conversations_visit"),
            export=export,
            forget=forget,
            forgetting=_("supprimé"),
        )
    )


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    readings = Reading.objects.filter(member_id=member_id).select_related("thread").order_by("-opened_at", "-pk")[:limit]
    columns = {
        "thread": _("Fil"),
        "read": _("Lu jusqu'au message"),
        "level": _("Suivi"),
        "why": _("Pourquoi"),
        "at": _("Ouvert le"),
    }
    yield Part(
        "readings", _("Jusqu'où vous avez lu"), columns,
        [
            {
                "thread": one.thread.title, "url": f"/conversations/threads/{one.thread_id}/", "read": one.read_number,
                "level": one.get_level_display(), "why": one.get_why_display(), "at": one.opened_at,
            }
            for one in readings
        ],
    )  # fmt: skip
    follows = ThemeFollow.objects.filter(member_id=member_id).select_related("theme").order_by("pk")[:limit]
    yield Part(
        "themes", _("Les thèmes que vous suivez"), {"theme": _("Thème"), "level": _("Suivi"), "since": _("Depuis le")},
        [{"theme": one.theme.label, "level": one.get_level_display(), "since": one.since} for one in follows],
    )  # fmt: skip
    visits = Visit.objects.filter(member_id=member_id)[:limit]
    yield Part("visits", _("Votre dernière visite"), {"at": _("Le")}, [{"at": one.at} for one in visits])


def forget(leaver: Leaver) -> int:
    gone = (model.objects.filter(member_id=leaver.member_id).delete() for model in (Reading, ThemeFollow, Visit))  # type: ignore[attr-defined]
    return sum(count for count, _tables in gone)
