"""Looks for a person inside the files of the editor, and in addresses of pages (essaim.privacy.file_texts)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from essaim.privacy.api import ByHand, Traces, look_into

_IN_FILE = _("Déposez une version sans ce nom, ou supprimez le fichier.")


def look_for(traces: Traces) -> Iterator[ByHand]:
    """Files that name the person by their name, their text or their properties, those that cannot be read, and addresses of pages."""
    for document in Document.objects.order_by("pk").iterator():
        yield from _look(traces, document, _("Document"), f"/admin/documents/edit/{document.pk}/")
    for image in Image.objects.order_by("pk").iterator():
        yield from _look(traces, image, _("Image"), f"/admin/images/{image.pk}/")
    for page in Page.objects.filter(slug__iregex=traces.pattern).order_by("pk"):
        if traces.found_in(page.slug):
            todo = _("Changez l'adresse de la page, dans l'onglet de ses réglages.")
            yield ByHand(_("Adresse d'une page"), page.title, f"/admin/pages/{page.pk}/edit/", page.slug, todo)


def _look(traces: Traces, kept: Any, what: Any, url: str) -> Iterator[ByHand]:
    name = kept.file.name.rpartition("/")[2]
    if traces.found_in(name):
        yield ByHand(_("Nom d'un fichier"), kept.title, url, name, _("Déposez-le sous un autre nom, puis supprimez celui-ci."))
    yield from look_into(traces, lambda: kept.file.open("rb"), name=name, what=what, title=kept.title, url=url, todo=_IN_FILE)
