"""What accompaniment holds about a member (essaim.privacy): what they offer, whom they asked or helped, what came of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.conversations import api as conversations
from essaim.kernel import clock
from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, impersonal, register, register_texts

from .models import Accompaniment, State, Testimony, Volunteer


def declare() -> None:
    register(
        Holding(
            name="accompaniment.volunteer",
            title=_("Accompagner des collègues"),
            what=_("que la personne veut bien accompagner, combien de collègues, sur quoi, et si elle est absente"),
            purpose=_("que qui bloque sache à qui demander"),
            basis=Basis.CHOICE,
            keep=Period(until=_("tant que votre compte existe, ou que vous le dites")),
            readers={
                Reader.COLLEAGUES: _(
                    "qu'elle accompagne, sur quoi, tant qu'elle a du temps ; qu'elle a terminé une leçon, à qui demande de l'aide sur elle"
                ),
            },
            tables=("accompaniment_volunteer",),
            export=export_offer,
            forget=lambda leaver: Volunteer.objects.filter(member_id=leaver.member_id).delete()[0],
            forgetting=_("supprimé"),
        ),
        Holding(
            name="accompaniment.accompaniment",
            title=_("Accompagnements"),
            what=_("à qui la personne a demandé un coup de main ou en a donné un, quand, ce qu'il en est ; un témoignage à deux"),
            purpose=_("se voir, et savoir si cela a aidé"),
            basis=Basis.CHOICE,
            keep=Period(months=24, until=_("après la fin")),
            readers={
                Reader.COLLEAGUES: _("un témoignage publié, que les deux ont accepté, avec leur nom s'ils signent ; rien d'autre"),
                Reader.FACILITATORS: _("combien de personnes en tout, arrondi, jamais qui"),
            },
            tables=("accompaniment_accompaniment", "accompaniment_testimony"),
            export=export,
            forget=forget,
            forgetting=_(
                "le nom est retiré, l'autre personne garde ce qu'elle a écrit ; "
                "un témoignage publié suit le choix fait pour les textes"
            ),
            expire=expire,
        ),
    )  # fmt: skip
    register_texts(
        FreeText("accompaniment_volunteer", ("topics",), _("Sujet d'un volontaire"), pk="member_id", author="member_id"),
        FreeText("accompaniment_accompaniment", ("word", "place"), _("Un mot sur un accompagnement"), author="asker_id"),
        FreeText(
            "accompaniment_testimony",
            ("title", "source", "html"),
            _("Témoignage à deux"),
            pk="accompaniment_id",
            author="written_by_id",
        ),
    )
    impersonal("figures that give nobody away (docs/anonymity.md)", "accompaniment_figures")


def export_offer(member_id: int, limit: int | None) -> Iterable[Part]:
    columns = {
        "willing": _("J'accompagne"), "at_once": _("À la fois"), "topics": _("Sujets"), "away_until": _("Absent jusqu'au"),
    }  # fmt: skip
    found = Volunteer.objects.filter(pk=member_id).order_by("pk")
    yield Part(
        "volunteer", _("Ce que vous proposez"), columns,
        [{"willing": v.willing, "at_once": v.at_once, "topics": v.topics, "away_until": v.away_until} for v in found],
    )  # fmt: skip


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    """Their own part: what the other one said, of whether they met for example, is the other one's."""
    mine = Accompaniment.objects.filter(Q(asker=member_id) | Q(helper=member_id)).select_related("asker", "helper", "testimony")
    columns = {
        "role": _("Votre part"), "with": _("Avec"), "created_at": _("Le"), "state": _("État"), "meets_at": _("Rendez-vous"),
        "place": _("Où"), "met": _("Vus, dites-vous"), "reached": _("Y arrivez-vous"), "word": _("Votre mot"), "url": _("Adresse"),
    }  # fmt: skip
    rows, words = [], []
    for row in mine.order_by("-pk")[:limit]:
        asker = row.asker_id == member_id
        other = row.helper if asker else row.asker
        rows.append({
            "role": str(_("vous avez demandé") if asker else _("on vous a demandé")), "with": other.name if other else "",
            "created_at": row.created_at, "state": row.get_state_display(), "meets_at": row.meets_at, "place": row.place,
            "met": row.asker_met if asker else row.helper_met, "reached": row.get_reached_display() if asker else "",
            "word": row.word if asker else "", "url": f"/accompaniment/accompaniments/{row.pk}/",
        })  # fmt: skip
        kept: Testimony | None = getattr(row, "testimony", None)
        if kept and (kept.written_by_id == member_id or kept.published_at):
            words.append(
                {"title": kept.title, "changed_at": kept.changed_at, "published_at": kept.published_at, "source": kept.source}
            )
    yield Part("accompaniments", _("Vos accompagnements"), columns, rows)
    yield Part(
        "testimonies", _("Vos témoignages à deux"),
        {"title": _("Titre"), "changed_at": _("Le"), "published_at": _("Publié"), "source": _("Texte")}, words,
    )  # fmt: skip


def forget(leaver: Leaver) -> int:
    """The other one keeps what is theirs; what was going on ends."""
    own = Q(asker=leaver.member_id) | Q(helper=leaver.member_id)
    ids = list(Accompaniment.objects.filter(own).order_by("pk").values_list("pk", flat=True))
    for kept in Testimony.objects.filter(pk__in=ids).order_by("pk"):
        if kept.thread_id is None:
            # Nobody is there any more to agree with.
            kept.delete()
        elif not leaver.keeps_texts:
            conversations.take_back_joint(thread_id=kept.thread_id)
            kept.delete()
    Accompaniment.objects.filter(pk__in=ids, state__in=Accompaniment.GOING_ON).update(
        state=State.ENDED, ended_at=clock.now(), times=[]
    )
    asked = Accompaniment.objects.filter(asker=leaver.member_id)
    asked.update(word="", reached="", asker=None)
    Accompaniment.objects.filter(helper=leaver.member_id).update(helper=None)
    Testimony.objects.filter(written_by=leaver.member_id).update(written_by=None)
    return len(ids)


def expire(before: datetime) -> int:
    """What ended before has had its time; the thread is the two's, and a published testimony everybody's."""
    return Accompaniment.objects.filter(ended_at__lt=before).delete()[0]
