"""The page that a server's printed link opens, while nobody administrates yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.kernel.errors import Refused
from essaim.organisation.forms import SettingsForm
from essaim.organisation.models import Organisation
from essaim.organisation.views.settings import looks_only, read
from essaim.people.actions.set_up import check_set_up_link
from essaim.people.actions.set_up import set_up as set_up_instance
from essaim.people.set_up_forms import SetUpForm, mail_leaves
from essaim.ui.shell import render

from .account.entering import enter


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        check_set_up_link(secret)
        return _page(request, secret)
    except Refused as no:
        return _broken(request, no)


def _page(request: HttpRequest, secret: str) -> HttpResponse:
    organisation, status = Organisation.current(), 200
    initial = SettingsForm.initial_of(organisation) | {"language": request.LANGUAGE_CODE}  # type: ignore[attr-defined]
    if organisation.name == Organisation._meta.get_field("name").default:
        initial["organisation"] = ""
    form = SetUpForm(initial=initial)
    if request.method == "POST":
        form = SetUpForm(read(request), request.FILES)
        if looks_only(request):
            # Only the colour is looked at: nobody is told off for what they have not come to yet.
            form = SetUpForm(initial=initial | {name: _typed(form, name) for name in form.fields if name != "password"})
            form.files = request.FILES
        elif form.is_valid():
            member = set_up_instance(secret=secret, administrator=form.administrator, settings=form.settings)
            messages.success(request, _("C'est ouvert. Voici la suite, dans l'ordre que vous voudrez."))
            return enter(request, member, _next(), way="set-up")
        else:
            status = 422
    return render(
        request, "people/set_up.html", status=status, form=form, current=organisation, mail_leaves=mail_leaves()
    )  # fmt: skip


def _typed(form: SetUpForm, name: str) -> object:
    return form[name].value()


def _next() -> str:
    """The checklist, where there is one."""
    try:
        return reverse("adoption:checklist")
    except NoReverseMatch:
        return reverse("organisation:settings")


def _broken(request: HttpRequest, no: Refused) -> HttpResponse:
    status = 404 if no.code == "link-unknown" else 410
    return render(request, "people/broken_set_up.html", status=status, no=no)
