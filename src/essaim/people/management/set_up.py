"""What a server says when nobody administrates yet."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.people.actions.set_up import make_set_up_link

from . import terminal


def set_up_link(base: str) -> str:
    """The words to print at the start, with a link at ``base`` that sets the instance up; "" once somebody administrates."""
    secret = make_set_up_link()
    if not secret:
        return ""
    # In the terminal's language: whoever reads it may know only one.
    with translation.override(terminal.language()):
        words = _(
            "Personne n'administre encore cette plateforme. Ouvrez ce lien pour la mettre en route ; il vaut une journée :"
        )
    return f"\n{words}\n\n  {base}{reverse('people:set-up', args=[secret])}\n"
