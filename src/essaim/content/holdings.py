"""What content holds about a member (essaim.privacy): what they did as an editor, in Wagtail's tables and ours.

Pages are the organisation's: they stay, without the name of who wrote them. Wagtail's log has no foreign key to the person,
and its revisions keep whole pages as JSON: both are gone through here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from taggit.models import Tag
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision, UploadedFile
from wagtail.users.models import UserProfile

from essaim.people.models import Member
from essaim.privacy.api import (
    Basis,
    FreeText,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
    by_hand,
    impersonal,
    register,
    register_texts,
)

from . import files
from .importing.archive import texts_in
from .models import ImportDraft, Programme

# Keys of a revision's JSON that hold a person's id, and those that hold a list of them.
_ONE = frozenset({"owner", "sponsor", "locked_by", "resolved_by"})
_MANY = frozenset({"facilitators"})
# A comment hangs on its author.
_COMMENTS = frozenset({"wagtail_admin_comments", "replies"})


def declare() -> None:
    register(
        Holding(
            name="content.editing",
            title=_("Travail de rédaction"),
            what=_("pages et fichiers créés, révisions, commentaires, relectures ; réglages et portrait dans l'éditeur"),
            purpose=_("rédiger à plusieurs, revenir en arrière, savoir à qui demander"),
            basis=Basis.INTEREST,
            keep=Period(until=_("tant que la page existe ; réglages et portrait, tant que le compte existe")),
            readers={
                Reader.FACILITATORS: _("qui a modifié quelle page, et quand"),
                Reader.COLLEAGUES: _("sponsor et animateurs nommés sur la page du programme"),
            },
            tables=_TABLES,
            export=export,
            forget=forget,
            forgetting=_("pages et révisions restent, sans nom ; commentaires, réglages et portrait sont supprimés"),
            afterwards=reindex,
        )
    )
    register_texts(*_texts())
    by_hand.add("content.files", files.look_for)
    impersonal("which file stands in which text", "content_fileuse")
    impersonal("Wagtail's own: structure, permissions, languages", *_STRUCTURE)


_TABLES = (
    "content_importdraft", "content_programme", "content_programmepage", "content_programmepage_facilitators",
    "wagtailcore_page", "wagtailcore_revision", "wagtailcore_pagelogentry", "wagtailcore_modellogentry",
    "wagtailcore_comment", "wagtailcore_commentreply", "wagtailcore_pagesubscription", "wagtailcore_taskstate",
    "wagtailcore_workflowstate", "wagtailcore_uploadedfile", "wagtailcore_referenceindex", "wagtailadmin_editingsession",
    "wagtailadmin_formstate", "wagtaildocs_document", "wagtailimages_image", "wagtailusers_userprofile",
)  # fmt: skip
_STRUCTURE = (
    "content_programmetext", "content_programmepage_proposed_to", "content_programmepage_restricted_to",
    "content_programmepage_themes", "simple_translation_simpletranslation", "taggit_tag", "taggit_taggeditem",
    "wagtailadmin_admin", "wagtailcore_collection", "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups", "wagtailcore_groupapprovaltask", "wagtailcore_groupapprovaltask_groups",
    "wagtailcore_groupcollectionpermission", "wagtailcore_grouppagepermission", "wagtailcore_groupsitepermission",
    "wagtailcore_locale", "wagtailcore_pageviewrestriction", "wagtailcore_pageviewrestriction_groups", "wagtailcore_site",
    "wagtailcore_task", "wagtailcore_workflow", "wagtailcore_workflowcontenttype", "wagtailcore_workflowpage",
    "wagtailcore_workflowtask", "wagtailembeds_embed", "wagtailimages_rendition", "wagtailsearch_indexentry",
)  # fmt: skip


def _texts() -> Sequence[FreeText]:
    page = _("Page")
    return [
        FreeText("wagtailcore_page", ("title", "draft_title", "seo_title", "search_description"), page, _page_places),
        FreeText("wagtailcore_revision", ("content", "object_str"), _("Version d'une page")),
        FreeText("wagtailcore_pagelogentry", ("label", "data"), _("Historique des pages")),
        FreeText("wagtailcore_modellogentry", ("label", "data"), _("Historique des fichiers")),
        FreeText("wagtailcore_comment", ("text",), _("Commentaire de relecture"), author="user_id"),
        FreeText("wagtailcore_commentreply", ("text",), _("Commentaire de relecture"), author="user_id"),
        FreeText("wagtailcore_taskstate", ("comment",), _("Commentaire de relecture")),
        FreeText("wagtailcore_collection", ("name",), _("Dossier de fichiers")),
        FreeText("wagtaildocs_document", ("title",), _("Document")),
        FreeText("wagtailimages_image", ("title", "description"), _("Image")),
        FreeText("content_programmetext", ("title", "summary", "sections"), _("Programme publié")),
        FreeText(
            "content_programmepage", ("summary", "intention", "sponsor_words", "how_to_take_part", "what_we_will_not_do"),
            _("Page du programme"), _page_places, pk="page_ptr_id",
        ),
    ]  # fmt: skip


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    revisions = Revision.objects.filter(user_id=member_id).order_by("-created_at", "-pk")[:limit]
    yield Part(
        "revisions", _("Ce que vous avez rédigé"), {"title": _("Page"), "created_at": _("Le")},
        [{"title": one.object_str, "created_at": one.created_at, "content": one.content} for one in revisions],
    )  # fmt: skip
    acts = PageLogEntry.objects.filter(user_id=member_id).order_by("-timestamp", "-pk")[:limit]
    yield Part(
        "acts", _("Vos actes dans l'éditeur"), {"title": _("Page"), "action": _("Acte"), "at": _("Quand")},
        [{"title": one.label, "action": one.action, "at": one.timestamp} for one in acts],
    )  # fmt: skip
    profile = UserProfile.objects.filter(user_id=member_id).first()
    if profile:
        files = {}
        if profile.avatar:
            with profile.avatar.open("rb") as portrait:
                files[f"portrait.{profile.avatar.name.rpartition('.')[2]}"] = portrait.read()
        columns = {"language": _("Langue"), "theme": _("Thème"), "time_zone": _("Fuseau horaire")}
        row = {"language": profile.preferred_language, "theme": profile.theme, "time_zone": profile.current_time_zone}
        yield Part("settings", _("Vos réglages dans l'éditeur"), columns, [row], files)


def forget(leaver: Leaver) -> int:
    _files(leaver)
    changed = PageLogEntry.objects.filter(user_id=leaver.member_id).update(user=None)
    changed += ModelLogEntry.objects.filter(user_id=leaver.member_id).update(user=None)
    changed += _revisions(leaver.member_id)
    member_type = ContentType.objects.get_for_model(Member)
    ReferenceIndex.objects.filter(to_content_type=member_type, to_object_id=str(leaver.member_id)).delete()
    ModelLogEntry.objects.filter(content_type=member_type, object_id=str(leaver.member_id)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE content_programme SET facilitator_ids = array_remove(facilitator_ids, %(id)s) WHERE %(id)s = ANY(facilitator_ids)",
            {"id": leaver.member_id},
        )
    # A page half written, as a form sends it: the editor keeps it for a day at most.
    for state in FormState.objects.order_by("pk").iterator():
        changed += state.delete()[0] if leaver.traces.found_in(unquote_plus(state.data)) else 0
    for tag in Tag.objects.filter(name__iregex=leaver.traces.pattern).order_by("pk"):
        changed += tag.delete()[0] if leaver.traces.found_in(tag.name) else 0
    changed += Programme.objects.filter(sponsor_id=leaver.member_id).update(sponsor=None)
    for draft in ImportDraft.objects.order_by("created_at"):
        texts = (draft.file_name, json.dumps(draft.report, ensure_ascii=False), *texts_in(bytes(draft.archive)))
        named = draft.uploader_id == leaver.member_id or any(map(leaver.traces.found_in, texts))
        changed += draft.delete()[0] if named else 0
    return changed


def _files(leaver: Leaver) -> None:
    """Portrait and files half uploaded: the rows in the transaction, the files after it."""
    for profile in UserProfile.objects.filter(user_id=leaver.member_id):
        if profile.avatar:
            leaver.files.append(("media", profile.avatar.name))
        profile.delete()
    for upload in UploadedFile.objects.filter(uploaded_by_user_id=leaver.member_id):
        leaver.files.append(("media", upload.file.name))
        upload.delete()


def _revisions(member_id: int) -> int:
    """Takes the person's id out of the pages that revisions keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM wagtailcore_revision WHERE content::text ~ %s", [rf"[:\[, ]{member_id}[,\]}}]"])
        ids = [id for (id,) in cursor.fetchall()]
    changed = 0
    for revision in Revision.objects.filter(pk__in=ids).order_by("pk").iterator():
        content = _without(revision.content, member_id)
        if content != revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=content)
            changed += 1
    return changed


def _without(value: Any, member_id: int) -> Any:
    if isinstance(value, list):
        return [_without(one, member_id) for one in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, one in value.items():
        if key in _ONE and one == member_id:
            one = None
        elif key in _MANY and isinstance(one, list):
            one = [id for id in one if id != member_id]
        elif key in _COMMENTS and isinstance(one, list):
            one = [said for said in one if not (isinstance(said, dict) and said.get("user") == member_id)]
        out[key] = _without(one, member_id)
    return out


def reindex(leaver: Leaver) -> None:
    """The editor's own search: what named the person is indexed again from its rewritten page or file."""
    entry = apps.get_model("wagtailsearch", "IndexEntry")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {entry._meta.db_table} WHERE title_text ~* %(p)s OR body_text ~* %(p)s",
            {"p": leaver.traces.pattern},
        )
        ids = [id for (id,) in cursor.fetchall()]
    for row in entry.objects.filter(pk__in=ids).order_by("pk"):
        model = row.content_type.model_class()
        found = model._default_manager.filter(pk=row.object_id).first() if model else None
        row.delete()
        if found is not None:
            index.insert_or_update_object(found)


def _page_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    return {page.pk: (page.title, f"/admin/pages/{page.pk}/edit/") for page in Page.objects.filter(pk__in=ids).order_by("pk")}
