"""What learning holds about a member (essaim.privacy): their progress and their answers, theirs alone."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, impersonal, register, register_texts

from .models import Answer, LessonText, Progress, StarterImport

_FIGURES = _("des sommes arrondies par groupe de cinq personnes au moins, jamais un nom")


def declare() -> None:
    register(
        Holding(
            name="learning.progress",
            title=_("Progression et réponses"),
            what=_("leçons commencées et terminées, avec leur date ; réponses aux quiz, réflexions, exercices"),
            purpose=_("reprendre où l'on s'est arrêté, ne pas proposer ce que l'on sait"),
            basis=Basis.INTEREST,
            keep=Period(until=_("tant que le compte existe")),
            readers={
                Reader.FACILITATORS: _FIGURES,
                Reader.MANAGER: _(
                    "en menant son équipe ou une équipe au-dessus : combien ont commencé et terminé chaque séquence, arrondi, à partir "
                    "de cinq personnes ; jamais un nom"
                ),
            },
            tables=("learning_progress", "learning_answer", "learning_starterimport"),
            export=export,
            forget=forget,
            forgetting=_("supprimées ; les sommes par groupe sont recalculées, un départ n'y fait apparaître personne"),
        )
    )
    register_texts(
        FreeText("learning_lessontext", ("title", "summary", "body"), _("Leçon publiée")),
        FreeText("learning_sequencetext", ("title", "summary", "body_html"), _("Séquence publiée")),
        FreeText("learning_lessonpage", ("summary", "body"), _("Page d'une leçon"), pk="page_ptr_id"),
        FreeText("learning_sequencepage", ("summary", "body"), _("Page d'une séquence"), pk="page_ptr_id"),
    )
    impersonal(
        "what is read, not who reads it",
        "learning_lesson", "learning_lessontext", "learning_sequence", "learning_sequencetext", "learning_lessonpage",
        "learning_sequencepage", "learning_sequencepage_themes", "learning_sequencepage_proposed_to",
        "learning_sequencepage_restricted_to",
    )  # fmt: skip


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    progress = list(Progress.objects.filter(member_id=member_id).order_by("-begun_at", "pk")[:limit])
    answers = list(Answer.objects.filter(member_id=member_id).order_by("-answered_at", "pk")[:limit])
    titles = _titles({row.lesson_id for row in progress} | {row.lesson_id for row in answers})
    yield Part(
        "progress", _("Vos leçons"), {"lesson": _("Leçon"), "begun_at": _("Commencée"), "completed_at": _("Terminée")},
        [
            {"lesson": titles.get(row.lesson_id, ""), "begun_at": row.begun_at, "completed_at": row.completed_at}
            for row in progress
        ],
    )  # fmt: skip
    yield Part(
        "answers", _("Vos réponses"),
        {"lesson": _("Leçon"), "kind": _("Activité"), "answered_at": _("Le"), "answer": _("Réponse")},
        [
            {"lesson": titles.get(row.lesson_id, ""), "kind": row.kind, "answered_at": row.answered_at, "answer": row.payload}
            for row in answers
        ],
    )  # fmt: skip


def forget(leaver: Leaver) -> int:
    return (
        Progress.objects.filter(member_id=leaver.member_id).delete()[0]
        # Which starter sequences came in stays, not who chose them.
        + StarterImport.objects.filter(chosen_by_id=leaver.member_id).update(chosen_by=None)
        + Answer.objects.filter(member_id=leaver.member_id).delete()[0]
    )


def _titles(ids: set[int]) -> Mapping[int, str]:
    texts = LessonText.objects.filter(lesson_id__in=ids).order_by("language", "pk")
    return dict(texts.values_list("lesson_id", "title"))
