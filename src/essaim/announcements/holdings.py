"""What announcements hold about a member (essaim.privacy): who wrote one, and that home need not show it again."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, register, register_texts

from .models import Announcement, Seen


def declare() -> None:
    register(
        Holding(
            name="announcements.announcements",
            title=_("Annonces"),
            what=_("les annonces que la personne a écrites ; qu'une annonce est vue, tant que l'accueil la montre"),
            purpose=_("prévenir un public, sans montrer deux fois la même chose"),
            basis=Basis.INTEREST,
            keep=Period(until=_("annonces : tant qu'elles servent ; vues : tant que l'accueil les montre")),
            readers={
                Reader.COLLEAGUES: _("les annonces publiées, avec le nom de qui les écrit"),
                Reader.FACILITATORS: _("combien de personnes ont ouvert une annonce, arrondi, jamais qui"),
            },
            tables=("announcements_announcement", "announcements_seen"),
            export=export,
            forget=forget,
            forgetting=_("les annonces restent, sans nom : elles sont de l'organisation"),
        )
    )
    register_texts(FreeText("announcements_announcement", ("title", "source", "html"), _("Annonce"), author="author_id"))


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    written = Announcement.objects.filter(author_id=member_id).order_by("-pk")[:limit]
    columns = {"title": _("Titre"), "created_at": _("Le"), "state": _("État"), "source": _("Texte")}
    yield Part(
        "announcements", _("Vos annonces"), columns,
        [
            {"title": one.title, "created_at": one.created_at, "state": one.get_state_display(), "source": one.source}
            for one in written
        ],
    )  # fmt: skip
    seen = Seen.objects.filter(member_id=member_id).select_related("announcement").order_by("pk")
    yield Part("seen", _("Annonces vues"), {"title": _("Titre")}, [{"title": one.announcement.title} for one in seen])


def forget(leaver: Leaver) -> int:
    changed = Seen.objects.filter(member_id=leaver.member_id).delete()[0]
    return changed + Announcement.objects.filter(author_id=leaver.member_id).update(author=None)
