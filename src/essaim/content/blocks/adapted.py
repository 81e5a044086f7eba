"""What every block has: the audience for which it is written."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy
from wagtail import blocks

from essaim.kernel.ordering import by_name
from essaim.people.models import Audience

EVERYONE = "everyone"
OTHERS = "others"


def audience_choices() -> list[tuple[str, str]]:
    """Everybody, each audience, and those whom no audience of the row takes."""
    named = [
        (str(audience.pk), gettext("Seulement : %(name)s") % {"name": audience})
        for audience in Audience.objects.order_by(by_name(), "pk")
    ]
    return [(EVERYONE, gettext("Tout le monde")), *named, (OTHERS, gettext("Tous les autres"))]


# Said once, above the blocks.
HELP = gettext_lazy(
    "Pour qui : des blocs qui se suivent et ne sont pas pour tout le monde s'excluent. Chacun lit ceux du premier public "
    'dont il fait partie, sinon ceux de "Tous les autres".'
)


class AdaptedBlock(blocks.StructBlock):
    """The base of the blocks. Blocks in a row that are not for everybody are alternatives, see content.body."""

    audience = blocks.ChoiceBlock(
        choices=audience_choices,
        default=EVERYONE,
        label=gettext_lazy("Pour qui"),
    )

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        """The block as a member's page needs it, with nothing left to look up. See content.body for the forms."""
        raise NotImplementedError
