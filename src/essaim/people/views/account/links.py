"""One-time links: asked for, and used."""

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people.actions.sign_in import LIFETIME, request_link, use_link
from essaim.people.forms import EmailForm
from essaim.people.models import SignInSettings
from essaim.people.queries import sign_in_link
from essaim.people.targets import local_path
from essaim.ui.shell import render

from .entering import enter


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Asks for a link by mail; the answer does not tell who has an account."""
    target = local_path(request.POST.get("next") or request.GET.get("next"))
    for_password = (request.POST.get("for") or request.GET.get("for")) == "password"
    form, status = EmailForm(), 200
    if request.method == "POST":
        form = EmailForm(request.POST)
        if not SignInSettings.current().links:
            form.add_error(None, _("On n'entre plus ici par un lien reçu par e-mail."))
        elif form.is_valid():
            email = form.cleaned_data["email"]
            if refused := consume_or_429(request, action="request_login_code", key=email):
                return refused
            if for_password:
                target = resolve_url("account_password")
            request_link(email=email, target=target, for_password=for_password, key=new_key())
            return redirect("account_link_sent")
        status = 422
    return render(request, "people/ask_link.html", status=status, form=form, next=target, for_password=for_password)


def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_sent.html", minutes=int(LIFETIME.total_seconds() // 60))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The page a mailed link opens. Only its button uses the link up: mail scanners open pages, they press nothing."""
    try:
        if request.method == "POST":
            used = use_link(secret=secret)
            return enter(request, used.member, used.target, way="link")
        found = sign_in_link(secret)
    except Refused as no:
        return broken_link(request, no)
    return render(request, "people/link.html", invited=found.member)


def broken_link(request: HttpRequest, no: Refused, *, next: str = "") -> HttpResponse:
    """Says why a link no longer works, and offers a new one where there are any."""
    links = SignInSettings.current().links
    status = 404 if no.code == "link-unknown" else 410
    return render(request, "people/broken_link.html", status=status, no=no, form=EmailForm(), next=next, links=links)
