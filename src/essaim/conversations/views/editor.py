"""What the editor of texts needs, given when somebody begins to write: pages that are only read carry none of it."""

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.people.access import MemberRequest
from essaim.ui.shell import render_to_string

from .common import writer_required

_MODULES = {
    "engine": "conversations/vendor/prosemirror.js",
    "editor": "conversations/editor.js",
    "markdown": "conversations/markdown.js",
    "completion": "conversations/completion.js",
    "files": "conversations/files.js",
    "drafts": "conversations/drafts.js",
}


@writer_required
def kit(request: MemberRequest) -> HttpResponse:
    """The toolbar in the reader's language, with the addresses of the scripts behind it as data."""
    kit = {
        "modules": {name: static(path) for name, path in _MODULES.items()},
        "mentions": f"{reverse('conversations:mentions')}?{request.META.get('QUERY_STRING', '')}",
        "references": f"{reverse('conversations:references')}?{request.META.get('QUERY_STRING', '')}",
        "upload": reverse("conversations:upload"),
        "file": reverse("conversations:upload"),
        "draft": reverse("conversations:draft"),
        "save": reverse("conversations:save-draft"),
        "discard": reverse("conversations:discard-draft"),
        "words": _words(),
    }
    html = render_to_string(request, "conversations/editor.html", kit=kit)
    return HttpResponse(html, headers={"Cache-Control": "private, no-store"})


def _words() -> dict[str, str]:
    """What the scripts say; the braces are filled by them."""
    return {
        "address": _("Adresse du lien"),
        "alt": _("Ce que montre l'image, pour ceux qui ne la voient pas"),
        "discard": _("Jeter le brouillon"),
        "failed": _("Le fichier n'est pas arrivé. Vérifiez votre connexion, puis joignez-le à nouveau."),
        "found": _("{n} propositions, flèches pour choisir"),
        "foundOne": _("1 proposition"),
        "none": _("Rien de ce nom"),
        "remove": _("Retirer"),
        "resume": _("Reprendre le brouillon"),
        "unsaved": _("Le brouillon n'a pas pu être gardé."),
        "waiting": _("Attendez que vos fichiers soient arrivés, puis publiez."),
    }
