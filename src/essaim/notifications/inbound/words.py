"""What answers by mail say: the lines above which one answers, and why something was not posted."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel.typography import set_text


def invitation() -> str:
    """The first line of a mail that can be answered."""
    return _("Répondez à ce mail pour répondre dans le fil.")


def marker() -> str:
    """The line under which nothing of an answer stands."""
    return _("— Votre réponse va au-dessus de cette ligne —")


def several() -> str:
    """What stands in a mail about several things, which has no address to answer at."""
    return _(
        "Ce mail parle de plusieurs choses : une réponse par mail n'arriverait pas. "
        "Pour répondre, ouvrez la conversation, ou répondez à un mail sur elle seule."
    )


def markers() -> list[str]:
    """Both lines in every language: a mail may be answered after its reader changed theirs."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [set_text(invitation(), language), set_text(marker(), language)]
    return found


def other_sender() -> str:
    return _(
        "Votre réponse vient d'une autre adresse que celle qu'Essaim connaît de la personne à qui ce mail était envoyé. "
        "Rien n'a été publié. Répondez depuis cette adresse, ou dans Essaim."
    )


def forged() -> str:
    return _(
        "Une réponse est arrivée à votre nom, mais votre serveur de messagerie ne la reconnaît pas comme la vôtre. Rien n'a été publié. "
        "Si elle est de vous, répondez dans Essaim ; sinon, dites-le à qui s'occupe de votre messagerie."
    )


def empty() -> str:
    return _(
        "Nous n'avons trouvé dans votre réponse que le mail cité. Rien n'a été publié. "
        "Écrivez au-dessus du mail cité, ou répondez dans Essaim."
    )


def gone() -> str:
    return _("Le message auquel vous répondez n'est plus là, ou plus pour vous. Rien n'a été publié.")


def failed() -> str:
    return _(
        "Votre réponse est arrivée, mais Essaim n'a pas pu la lire, et personne ne l'a vue. "
        "Répondez dans Essaim ; qui l'administre trouve la raison dans ses journaux."
    )
