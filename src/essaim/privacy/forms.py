from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import RecordNotes
from .models.erasure import Reason

TEXTS = [("keep", _("Garder ce que j'ai écrit, sous le nom « Ancien membre »")), ("remove", _("Supprimer ce que j'ai écrit"))]
TEXTS_OF_OTHERS = [("keep", _("Garder ses textes, sous le nom « Ancien membre »")), ("remove", _("Supprimer ses textes"))]


class LeavingForm(forms.Form):
    """What becomes of one's texts, and that one means it."""

    texts = forms.ChoiceField(choices=TEXTS, widget=forms.RadioSelect, initial="keep")
    sure = forms.BooleanField(error_messages={"required": _("Cochez cette case si c'est bien ce que vous voulez.")})


class OrderForm(forms.Form):
    """An administrator prepares the erasure of somebody."""

    reason = forms.ChoiceField(
        choices=[(Reason.OFFICER, Reason.OFFICER.label), (Reason.LEFT, Reason.LEFT.label)], widget=forms.RadioSelect
    )
    texts = forms.ChoiceField(choices=TEXTS_OF_OTHERS, widget=forms.RadioSelect, initial="keep")


class CarryOutForm(forms.Form):
    name = forms.CharField(
        label=_("Nom de la personne"), help_text=_("Écrivez-le en entier, pour ne pas vous tromper de personne.")
    )


class NotesForm(forms.ModelForm):
    """What only the organisation knows."""

    class Meta:
        model = RecordNotes
        fields = ["controller", "officer", "backups", "security", "more"]
        labels = {
            "controller": _("Responsable du traitement"),
            "officer": _("Délégué à la protection des données"),
            "backups": _("Sauvegardes"),
            "security": _("Mesures de sécurité"),
            "more": _("Autres précisions"),
        }
        help_texts = {
            "controller": _("La société, son adresse, qui la représente."),
            "officer": _("Son nom ou sa fonction, et comment lui écrire."),
            "backups": _("Combien de temps chaque sauvegarde est gardée, et où."),
            "security": _("Chiffrement, accès aux serveurs, hébergement."),
            "more": _("Par exemple la date de consultation du CSE."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})
