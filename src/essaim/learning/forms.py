"""What readers answer, read from what their browser sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_CHANGED = _("Cette question a changé entre-temps. Relisez-la, puis répondez à nouveau.")


class AnswerForm(forms.Form):
    """The base: ``payload()`` is what is kept, None to keep nothing."""

    def payload(self) -> dict[str, Any] | None:
        raise NotImplementedError


class QuizForm(AnswerForm):
    def __init__(self, part: dict[str, Any], data: Any):
        super().__init__(data)
        messages = {"required": _("Choisissez une réponse, puis validez."), "invalid_choice": _CHANGED}
        kind = forms.MultipleChoiceField if part["multiple"] else forms.ChoiceField
        self.fields["choice"] = kind(choices=[(choice["id"], "") for choice in part["choices"]], error_messages=messages)

    def payload(self) -> dict[str, Any]:
        chosen = self.cleaned_data["choice"]
        return {"choices": sorted(chosen) if isinstance(chosen, list) else [chosen]}


class ReflectionForm(AnswerForm):
    text = forms.CharField(
        required=False,
        max_length=10_000,
        error_messages={"max_length": _("Gardez moins de 10 000 caractères : rien n'a été enregistré.")},
    )

    def __init__(self, part: dict[str, Any], data: Any):
        super().__init__(data)

    def payload(self) -> dict[str, Any] | None:
        text = self.cleaned_data["text"].replace("\0", "")
        return {"text": text} if text.strip() else None


class ExerciseForm(AnswerForm):
    state = forms.ChoiceField(choices=[("done", ""), ("planned", "")], error_messages={"required": _CHANGED})

    def __init__(self, part: dict[str, Any], data: Any):
        super().__init__(data)

    def payload(self) -> dict[str, Any]:
        return {"state": self.cleaned_data["state"]}


_FORMS: dict[str, Any] = {"quiz": QuizForm, "reflection": ReflectionForm, "exercise": ExerciseForm}


def form_for(part: dict[str, Any], data: Any) -> AnswerForm | None:
    """The form of an activity; None for a part that is not answered here."""
    kind = _FORMS.get(part["type"])
    return kind(part, data) if kind else None
