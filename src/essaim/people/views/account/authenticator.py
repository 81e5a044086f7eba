"""An app that gives codes, as the second step."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from essaim.people.access import MemberRequest, confirmed_required
from essaim.people.actions.second_step import turn_authenticator_off, turn_authenticator_on
from essaim.people.session import note_second_step
from essaim.ui.shell import render


@sensitive_post_parameters("code")
@never_cache
@confirmed_required
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: MemberRequest) -> HttpResponse:
    """A secret to give the app, as a picture and in letters; a first code shows that it was taken."""
    form, status = ActivateTOTPForm(request.POST or None, user=request.user), 200
    if request.method == "POST":
        if form.is_valid():
            turn_authenticator_on(actor=request.user, secret=form.secret)
            clear_totp_secret(request)
            note_second_step(request)
            messages.success(request, _("La deuxième étape est en place. Gardez maintenant ces codes de secours."))
            return redirect("account_recovery_codes")
        status = 422
    field = form.fields["code"]
    field.label, field.widget.attrs = (
        _lazy("Le code que l'application montre"),
        {"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    letters = " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4))
    return render(
        request, "people/authenticator.html", status=status, form=form, picture=picture, letters=letters, address=address
    )


@confirmed_required
@require_POST
def off(request: MemberRequest) -> HttpResponse:
    turn_authenticator_off(actor=request.user)
    messages.success(request, _("La deuxième étape n'est plus demandée."))
    return redirect("account_security")
