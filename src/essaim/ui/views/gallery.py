"""Every component on one page; in the demo and while developing."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from essaim.kernel import clock
from essaim.ui import icons
from essaim.ui.shell import render


class Example(forms.Form):
    address = forms.EmailField(label=_("Adresse e-mail"), help_text=_("Celle de l'organisation."))
    text = forms.CharField(label=_("Votre réponse"), widget=forms.Textarea)


def gallery(request: HttpRequest) -> HttpResponse:
    wrong = Example({"address": "claire", "text": ""})
    names = sorted(path.stem for path in icons._FOLDER.glob("*.svg"))
    return render(request, "ui/gallery.html", form=Example(prefix="good"), wrong=wrong, names=names, now=clock.now())
