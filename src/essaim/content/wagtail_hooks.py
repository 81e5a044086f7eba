"""The admin as facilitators meet it: our colours and words, a panel that says what needs them, no user accounts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, re_path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import PageExplorerMenuItem
from wagtail.models import Page, Revision

from essaim.kernel.language import reading

from .models import BasePage, ProgrammePage
from .queries import may_open

_HIDDEN = {"users", "groups", "reports", "redirects", "sites", "locales"}


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("content/admin.css"))


@hooks.register("construct_settings_menu")
def without_users(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in _HIDDEN]


@hooks.register("construct_main_menu")
def without_help(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "help"]


def _nowhere(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    raise Http404


@hooks.register("register_admin_urls", order=-1)
def no_user_admin() -> list[Any]:
    """Members come from the directory: Wagtail's own pages for them would go around our actions."""
    return [re_path(r"^(users|groups)/", _nowhere), path("bulk/people/member/<str:action>/", _nowhere)]


class ProgrammeMenuItem(MenuItem):
    """The pages, from the programme on: above it there is nothing to read."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))

    def render_component(self, request: HttpRequest) -> Any:
        page = _first_page(request)
        address = reverse("wagtailadmin_explore", args=[page.pk])
        return PageExplorerMenuItem(self.name, self.label, address, page.pk, icon_name=self.icon_name)


def _first_page(request: HttpRequest) -> Page:
    """The programme in the editor's language where there is one alone, else where all of them are."""
    own = list(ProgrammePage.objects.filter(locale__language_code=reading()).order_by("pk")[:2])
    return own[0] if len(own) == 1 else Page.objects.get(depth=1)


@hooks.register("construct_main_menu", order=-1)
def pages_from_the_programme(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [
        ProgrammeMenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, order=item.order)
        if item.name == "explorer" else item
        for item in menu_items
    ]  # fmt: skip


@hooks.register("after_publish_page")
def say_what_it_lacks(request: HttpRequest, page: Page) -> None:
    if isinstance(page, BasePage) and (words := page.lacks()):
        messages.warning(request, words)


@hooks.register("register_admin_menu_item")
def to_the_site() -> MenuItem:
    # The fragment keeps the menu from taking every page of the admin for one below "/".
    return MenuItem(_("Revenir au site"), f"{reverse('home:home')}#content", icon_name="home", order=9000)


@hooks.register("register_admin_menu_item")
def to_the_import() -> MenuItem:
    # Longer words are cut in the menu.
    return MenuItem(_("Importer"), reverse("content:imports"), icon_name="upload", order=800)


@hooks.register("before_serve_document")
def documents_are_for_readers(document: Any, request: Any) -> HttpResponse | None:
    """As files of the media folder are: for whoever reads a text that leads to it."""
    if request.user.is_authenticated:
        if not may_open(request.user, request.path):
            raise Http404
        return None
    return redirect(f"{reverse('account_login')}?next={request.path}")


# Here rather than in the template: only Python and Jinja templates are read for translation.
_DESK = {
    "heading": _("Ce qui vous attend"),
    "empty": _("Rien encore. Créez un programme dans les pages, ou importez des séquences déjà écrites."),
    "drafts": _("Modifié, pas encore publié"),
    "scheduled": _("Publication prévue"),
    "nothing": _("Tout ce qui est écrit est publié."),
}


class DeskPanel(Component):
    """What waits: pages changed and not published, publications to come."""

    name = "essaim_desk"
    template_name = "content/admin_desk.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        due = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
        scheduled = [(revision.as_object(), revision.approved_go_live_at) for revision in due[:8]]
        drafts = Page.objects.filter(depth__gt=1, has_unpublished_changes=True).exclude(
            pk__in=[page.pk for page, _at in scheduled]
        )
        return {
            "drafts": drafts.order_by("-latest_revision_created_at").specific()[:8],
            "scheduled": scheduled,
            "empty": not Page.objects.filter(depth__gt=1).exists(),
            "desk_words": _DESK,
        }


@hooks.register("construct_homepage_panels")
def desk(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, DeskPanel())
