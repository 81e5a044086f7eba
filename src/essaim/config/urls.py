"""Every address: the first segment names the package that owns the page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from essaim.people.access import refuse

from .views.healthz import healthz
from .views.metrics import metrics
from .views.offline import offline
from .views.readyz import readyz
from .views.sw import worker


def _editing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The admin's pages are for editors, and an act of theirs, its compiled pages, its event and its jobs are one transaction."""
    act = transaction.atomic(view)

    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Wagtail sends whoever has no right to sign in, and signing in sends back whoever is signed in.
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            return refuse(request)  # type: ignore[return-value]
        return act(request, *args, **kwargs)

    return page


def _nowhere(request: HttpRequest, page_id: int) -> HttpResponse:
    raise Http404


_admin = decorate_urlpatterns(list(wagtailadmin_urls.urlpatterns), _editing)

urlpatterns = [
    # Tried in this order: what is read most comes first.
    path("", include("essaim.home.urls")),
    path("conversations/", include("essaim.conversations.urls")),
    path("learning/", include("essaim.learning.urls")),
    path("search/", include("essaim.search.urls")),
    path("organisation/", include("essaim.organisation.urls")),
    path("people/", include("essaim.people.urls")),
    path("people/account/", include("essaim.people.account_urls")),
    path("privacy/", include("essaim.privacy.urls")),
    path("notifications/", include("essaim.notifications.urls")),
    path("content/", include("essaim.content.urls")),
    path("announcements/", include("essaim.announcements.urls")),
    path("accompaniment/", include("essaim.accompaniment.urls")),
    path("adoption/", include("essaim.adoption.urls")),
    path("api/", include("essaim.integrations.rest.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's passwords and groups would lock nothing here: see content's BasePage.
    path("admin/pages/<int:page_id>/privacy/", _nowhere),
    path("admin/", include(_admin)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("sw.js", worker, name="worker"),
    path("offline/<slug:language>/", offline, name="offline"),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("ui/", include("essaim.ui.urls")))

handler400 = "essaim.ui.errors.bad_request"
handler403 = "essaim.ui.errors.forbidden"
handler404 = "essaim.ui.errors.not_found"
handler429 = "essaim.ui.errors.too_many"
handler500 = "essaim.ui.errors.server_error"
