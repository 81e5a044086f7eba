"""The steps of an import from the directory, as forms."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.directory import columns as guessing
from essaim.people.directory.columns import FIELDS, Columns
from essaim.people.directory.decoding import MAX_BYTES
from essaim.people.directory.table import Table

ENCODING_CHOICES = [
    ("", gettext_lazy("Le trouver")),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows"),
    ("mac_roman", "Mac"),
    ("utf-16", "UTF-16"),
    ("iso-8859-15", "ISO 8859-15"),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier de l'annuaire"),
        help_text=gettext_lazy("CSV, 20 Mo au plus. Dans Excel : « Enregistrer sous », puis « CSV »."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "missing": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Le fichier est vide."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("Le fichier pèse plus de 20 Mo. Retirez les colonnes inutiles, ou importez-le en plusieurs parties.")
            )
        return file


class EncodingForm(forms.Form):
    encoding = forms.ChoiceField(label=gettext_lazy("Encodage"), choices=ENCODING_CHOICES, required=False)


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, table: Table, columns: Columns, data: Any = None):
        super().__init__(data)
        meant = {number: name for name, number in columns.items()}
        choices = [("", _("Ne pas importer")), *((field.name, field.label) for field in FIELDS.values())]
        for number, heading in enumerate(table.headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading or _("Colonne %(n)d, sans titre") % {"n": number + 1},
                help_text=" · ".join(sample[:60] for sample in table.samples(number)) or _("vide"),
                choices=choices,
                required=False,
                initial=meant.get(number, ""),
            )

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, int] = {}
        for number, key in enumerate(self.fields):
            name = self.cleaned_data.get(key)
            if not name:
                continue
            if name in chosen:
                self.add_error(key, _("« %(field)s » est déjà pris par une autre colonne.") % {"field": FIELDS[name].label})
            chosen[name] = number
        if absent := guessing.missing(chosen):
            self.add_error(None, _("Il manque : %(absent)s. Dites quelle colonne c'est.") % {"absent": ", ".join(absent)})
        self.columns = chosen
        return self.cleaned_data


class ApplyForm(forms.Form):
    skip_bad = forms.BooleanField(required=False)
    deactivate_missing = forms.BooleanField(required=False)
