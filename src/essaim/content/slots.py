"""What content puts into pages below it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from essaim.ui.icons import icon


def editor_link(request: HttpRequest) -> str:
    """For facilitators, the way to where they write."""
    if not getattr(request.user, "is_facilitator", False):
        return ""
    return format_html('<li><a href="{}">{} {}</a></li>', reverse("wagtailadmin_home"), icon("pencil"), _("Écrire et publier"))
