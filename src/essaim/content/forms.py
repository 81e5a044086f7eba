"""Forms of the content: what facilitators upload."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from essaim.kernel import svg
from essaim.kernel.errors import Refused

from .importing.archive import MOST_BYTES


class ImageForm(BaseImageForm):
    """Wagtail's image form; a drawing loses what could run in it."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file or "file" not in self.changed_data or not file.name.lower().endswith(".svg"):
            return file
        file.seek(0)
        try:
            clean = svg.sanitise(file.read())
        except Refused as error:
            raise ValidationError(
                _("Ce fichier n'est pas un dessin SVG lisible. Exportez-le à nouveau, ou choisissez un PNG.")
            ) from error
        fresh = SimpleUploadedFile(file.name, clean, "image/svg+xml")
        # Wagtail reads the size from what its field has parsed.
        fresh.image = file.image  # type: ignore[attr-defined]
        return fresh


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Archive ZIP"),
        help_text=_("Le dossier des séquences, compressé. 30 Mo au plus."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        error_messages={"required": _("Choisissez une archive ZIP."), "empty": _("Ce fichier est vide.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Cette archive dépasse 30 Mo : importez les séquences en plusieurs fois."))
        return file
