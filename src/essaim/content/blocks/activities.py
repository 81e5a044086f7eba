"""Blocks that ask something of the reader."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from essaim.content import markup

from .adapted import AdaptedBlock
from .reading import SHORT_FEATURES


class ChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=600, label=_("Réponse"))
    right = blocks.BooleanBlock(required=False, label=_("C'est une bonne réponse"))
    feedback = blocks.TextBlock(
        required=False, rows=2, label=_("Retour"), help_text=_("Ce que lit la personne qui l'a choisie.")
    )

    class Meta:
        label_format = "{text}"


class QuizBlock(AdaptedBlock):
    question = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Question"))
    multiple = blocks.BooleanBlock(required=False, label=_("Plusieurs réponses possibles"))
    choices = blocks.ListBlock(ChoiceBlock(), default=[{}, {}], min_num=2, max_num=10, label=_("Réponses"))
    explanation = blocks.RichTextBlock(
        required=False, features=SHORT_FEATURES, label=_("Explication"), help_text=_("Montrée à tous après la réponse.")
    )

    class Meta:
        icon = "help"
        label = _("Question à choix")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(1 for choice in cleaned["choices"] if choice["right"])
        if right == 0:
            raise _wrong("choices", _("Marquez au moins une bonne réponse."))
        if right > 1 and not cleaned["multiple"]:
            raise _wrong("multiple", _("Il y a plusieurs bonnes réponses : cochez cette case, ou n'en gardez qu'une."))
        return cleaned

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {
            "type": "quiz",
            "id": id,
            "multiple": value["multiple"],
            "question": markup.rich_text(value["question"].source, language),
            "choices": [
                {
                    "id": choice.id,
                    "text": markup.plain(choice.value["text"], language),
                    "right": choice.value["right"],
                    "feedback": markup.plain(choice.value["feedback"], language),
                }
                for choice in value["choices"].bound_blocks
            ],
            "explanation": markup.rich_text(value["explanation"].source, language) if value["explanation"] else "",
        }


def _wrong(field: str, message: Any) -> blocks.StructBlockValidationError:
    return blocks.StructBlockValidationError(block_errors={field: ValidationError(message)})


class ReflectionBlock(AdaptedBlock):
    question = blocks.RichTextBlock(
        features=SHORT_FEATURES, label=_("Question"), help_text=_("Chacun y répond pour soi ; personne d'autre ne le lit.")
    )

    class Meta:
        icon = "edit"
        label = _("Réflexion")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {"type": "reflection", "id": id, "question": markup.rich_text(value["question"].source, language)}


class ExerciseBlock(AdaptedBlock):
    title = blocks.CharBlock(max_length=200, label=_("Titre"))
    text = blocks.RichTextBlock(
        features=SHORT_FEATURES,
        label=_("Consigne"),
        help_text=_("Quoi faire, au travail, et comment savoir que cela a marché."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Exercice")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {
            "type": "exercise",
            "id": id,
            "title": markup.plain(value["title"], language),
            "text": markup.rich_text(value["text"].source, language),
        }


class DiscussionBlock(AdaptedBlock):
    question = blocks.TextBlock(rows=3, label=_("Question aux collègues"))

    class Meta:
        icon = "comment"
        label = _("Discussion")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {"type": "discussion", "id": id, "question": markup.plain(value["question"], language)}
