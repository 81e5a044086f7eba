"""What the pages on which one writes share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.conversations.actions.writing import Outcome
from essaim.people.access import member_required

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_KEPT = "conversations.kept"
# Kept in the session of somebody who is not signed in: enough for a post, too little to be a nuisance.
_MOST_KEPT = 24_000


def writer_required(view: View) -> View:
    """As ``member_required``, and what somebody sent with an expired session waits for them behind the sign-in page.

    What the actions do not find is a 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            body = request.POST.copy()
            body.pop("csrfmiddlewaretoken", None)
            if len(encoded := body.urlencode()) <= _MOST_KEPT:
                request.session[_KEPT] = {"path": request.path, "body": encoded}
        try:
            return view(request, *args, **kwargs) if request.user.is_authenticated else ask(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    ask = member_required(view)
    return guarded  # type: ignore[return-value]


def take_kept(request: HttpRequest) -> QueryDict | None:
    """What was sent to this address before the reader signed in again, once."""
    kept = request.session.get(_KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[_KEPT]
    messages.warning(request, _("Votre session avait expiré. Votre texte est revenu : relisez-le, puis publiez-le."))
    return QueryDict(kept["body"])


def tell(request: HttpRequest, outcome: Outcome) -> None:
    """Tells the author who was not notified, and why."""
    if outcome.blind:
        messages.warning(
            request,
            ngettext(
                "%(names)s ne verra pas ce message : le fil est réservé à un public dont cette personne ne fait pas partie.",
                "%(names)s ne verront pas ce message : le fil est réservé à un public dont ces personnes ne font pas partie.",
                len(outcome.blind),
            )
            % {"names": ", ".join(outcome.blind)},
        )
    for handle in outcome.unclear:
        messages.warning(
            request,
            _("Plusieurs collègues répondent à %(handle)s, personne n'a été prévenu. Modifiez votre message pour choisir.")
            % {"handle": handle},
        )
