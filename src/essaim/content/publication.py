"""The one place where Wagtail's acts become ours: a published page is compiled, a withdrawn one is taken away.

Wagtail says what happens by signals, so these are signal receivers; they only pass on. They run inside the transaction of
the editor's act (config.urls wraps the admin's views, tasks.py the scheduled publications).
"""

from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .models import BasePage


def connect() -> None:
    page_published.connect(_published, dispatch_uid="essaim.content.published")
    page_unpublished.connect(_unpublished, dispatch_uid="essaim.content.unpublished")
    post_page_move.connect(_moved, dispatch_uid="essaim.content.moved")


def _published(instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    page = instance.specific
    # Wagtail says this of a publication that is only scheduled, too: then the page is not live yet.
    if isinstance(page, BasePage) and page.live:
        with transaction.atomic():
            page.compile(actor_id=revision.user_id if revision else None)


def _unpublished(instance: Any, **_kwargs: Any) -> None:
    # Deleting a live page says this first, too.
    page = instance.specific
    if isinstance(page, BasePage):
        with transaction.atomic():
            page.withdraw(actor_id=_editor_id())


def _editor_id() -> int | None:
    # The signal does not say who; Wagtail's log knows who is at work.
    return getattr(get_active_log_context().user, "pk", None)


def _moved(instance: Any, **_kwargs: Any) -> None:
    page = Page.objects.get(pk=instance.pk).specific
    if isinstance(page, BasePage):
        with transaction.atomic():
            page.reorder()
