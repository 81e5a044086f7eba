"""What an editor needs before the first page: languages, a root, permissions, a review workflow.

Runs after every migration, so that an installation that lost one of them gets it back. It changes nothing that is there.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import router
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from essaim.people.actions.roles import FACILITATORS_GROUP

_ON_PAGES = ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"]
_ON_FILES = [
    "add_image", "change_image", "delete_image", "choose_image",
    "add_document", "change_document", "delete_document", "choose_document",
]  # fmt: skip
_REVIEW = "Relecture"


def prepare_editing(using: str = "default", **_kwargs: Any) -> None:
    if not router.allow_migrate(using, "content"):
        return
    for label in ("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "simple_translation"):
        # Django makes them app by app, and these apps come after ours.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    root = _root()
    _open_to_facilitators(root)
    _review(root)


def _root() -> Page:
    """The root of the tree; the welcome page and site that Wagtail brings make place."""
    root = Page.objects.filter(depth=1).first()
    if root is None:
        content_type = ContentType.objects.get_for_model(Page)
        language = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        root = Page.add_root(title="Root", slug="root", content_type=content_type, locale=language)
    # Plain pages are Wagtail's own: every page of ours is a subclass.
    for welcome in Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page)):
        Site.objects.filter(root_page=welcome).update(root_page=root)
        welcome.delete()
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": Page.objects.get(pk=root.pk)}
    )
    # The name that the admin greets with.
    Site.objects.filter(site_name="").update(site_name=settings.WAGTAIL_SITE_NAME)
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    # What an editor reads above the programmes, in both languages.
    Page.objects.filter(pk=root.pk, title="Root").update(title="Programmes", draft_title="Programmes")
    return Page.objects.get(pk=root.pk)


def _open_to_facilitators(root: Page) -> None:
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    group, _made = Group.objects.get_or_create(name=FACILITATORS_GROUP)
    group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "submit_translation"]))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    files = Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=_ON_FILES)
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _review(root: Page) -> None:
    """A workflow to ask a colleague for a second look. Publishing directly stays possible."""
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()
    if Workflow.objects.exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        task = GroupApprovalTask.objects.create(name="Relecture par un collègue")
        task.groups.add(Group.objects.get(name=FACILITATORS_GROUP))
        workflow = Workflow.objects.create(name=_REVIEW)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=root)
