"""My tokens: what programs may do in my name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.tokens import create_token, revoke_token
from essaim.people.models import Scope
from essaim.people.token_form import TokenForm
from essaim.people.tokens import needs_second_step, tokens_of
from essaim.ui.shell import render


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """Mine, and a form for another. Its secret is on the page that answers the form, and never again."""
    if request.method != "POST":
        return _page(request, _empty(request))
    form = TokenForm(request.POST, member=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            _token, secret = create_token(
                actor=request.user, member=request.user, name=data["name"], scopes=data["scopes"], lifetime=data["days"],
                key=data["key"], second_step=bool(request.session.note.get("second")),  # type: ignore[attr-defined]
            )  # fmt: skip
        except Refused as no:
            form.add_error(None, no.message)
        else:
            if secret:
                return _page(request, _empty(request), secret=secret)
            messages.warning(
                request, _("Ce jeton est déjà fait. S'il n'a pas été copié à temps, retirez-le et faites-en un autre.")
            )
            return redirect("people:tokens")
    return _page(request, form, status=422)


def _empty(request: MemberRequest) -> TokenForm:
    return TokenForm(initial={"key": new_key()}, member=request.user)


def _page(request: MemberRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    return render(
        request, "people/tokens.html", status=status, form=form, secret=secret, words=dict(Scope.choices),
        tokens=[(token, token.state(now), getattr(token, "use", None)) for token in tokens_of(request.user)],
        needs_second_step=needs_second_step(request.user),
    )  # fmt: skip


@member_required
@require_POST
def revoke(request: MemberRequest, id: int) -> HttpResponse:
    revoke_token(actor=request.user, token=get_object_or_404(tokens_of(request.user), pk=id))
    messages.success(request, _("Le jeton est retiré : il ne vaut plus rien."))
    return redirect("people:tokens")
