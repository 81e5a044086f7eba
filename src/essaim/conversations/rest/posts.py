"""Posts in the API."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.conversations import queries
from essaim.conversations.actions.answers import accept_answer, withdraw_answer
from essaim.conversations.actions.backdated import bring_post
from essaim.conversations.actions.kinds import Found
from essaim.conversations.actions.posts import delete_post, edit_post, publish_in_discussion, publish_post, restore_post
from essaim.conversations.actions.writing import Outcome
from essaim.conversations.models import Kind, Post
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.kernel.rest import After, Id, Limit, Page, Router, cursor, following, place, write_key
from essaim.people.access import MemberRequest

from .shapes import OnePost, PostChange, PostIn, PostOut, PostWritten, about_of, enclosed_of, post_fields, source_of, theme_of
from .threads import seen_thread

router = Router()


@router.get("/posts", response=Page[PostOut], url_name="posts", tags=["posts"], summary=_("Les messages d'un fil"))
def posts(request: MemberRequest, thread: Id, after: After = "", limit: Limit = 20) -> Page[PostOut]:
    """In the order in which they were written."""
    row = seen_thread(request, thread)
    behind = place(after, int)
    # Numbers have no holes: a page is a range, whatever the length of the thread.
    start = min(behind[0] if behind else 0, row.last_number)
    found = queries.posts_numbered(row.id, range(start + 1, min(start + limit, row.last_number) + 1), request.user.pk)
    more = start + limit < row.last_number
    return Page(
        items=[PostOut(**post_fields(post, row.id)) for post in found],
        next=following(request, cursor(start + limit)) if more else None,
    )


@router.post("/posts", response={201: PostWritten}, url_name="posts", tags=["posts"], summary=_("Répondre"))
def new_post(request: MemberRequest, body: PostIn) -> PostWritten:
    """Writes in a thread, or in the discussion under a lesson, which the first post opens."""
    source, about = source_of(request, body), about_of(body.about)
    if (body.thread is None) == (about is None):
        raise Refused(gettext('Dites où écrire : "thread", ou "about".'), code="where")
    given: dict[str, Any] = {
        "actor": request.user, "key": write_key(request), "source": body.text, "language": reading(), "parent_id": body.parent,
    }  # fmt: skip
    if about and source:
        raise Refused(gettext("Un message importé va dans un fil qui existe."), code="where")
    if source and body.attachments:
        raise Refused(gettext("Un message importé vient sans fichiers."), code="where")
    enclosed = enclosed_of(body.attachments)
    if about:
        outcome = publish_in_discussion(anchor_type=about[0], anchor_id=about[1], enclosed=enclosed, **given)
    elif source:
        outcome = Outcome(bring_post(author=source[0], date=source[1], thread_id=body.thread or 0, **given))
    else:
        outcome = publish_post(thread_id=body.thread or 0, enclosed=enclosed, **given)
    return _shape_written(request, outcome)


def _shape_written(request: MemberRequest, outcome: Outcome) -> PostWritten:
    one = _one_post(request, outcome.post.pk)
    return PostWritten(**one.model_dump(), not_notified=list(outcome.blind), unclear=list(outcome.unclear))


def _one_post(request: MemberRequest, id: int) -> OnePost:
    found = queries.post_for(request.user, id)
    if found is None:
        raise Http404
    thread_id, row = found
    text = None
    if row.author_id == request.user.pk and not row.deleted:
        text = Post.objects.values_list("source", flat=True).get(pk=id)
    return OnePost(**post_fields(row, thread_id), text=text)


@router.get("/posts/{id}", response=OnePost, url_name="post", tags=["posts"], summary=_("Un message"))
def post(request: MemberRequest, id: Id) -> OnePost:
    return _one_post(request, id)


@router.patch("/posts/{id}", response=PostWritten, url_name="post", tags=["posts"], summary=_("Modifier son message"))
def change_post(request: MemberRequest, id: Id, body: PostChange) -> PostWritten:
    """One's own post; with the opening post of a thread, its title and theme, and the page that a finding is about."""
    own = Post.objects.select_related("thread").filter(pk=id, author=request.user, deleted_at=None).first()
    if own is None or queries.post_for(request.user, id) is None:
        raise Http404
    opening = own.number == own.thread.opening_number
    if not opening and (body.title is not None or body.theme is not None):
        raise Refused(gettext("Seul le premier message d'un fil porte son titre et son thème."), code="not-opening")
    about_page = body.url is not None or body.source is not None
    if about_page and not (opening and own.thread.kind == Kind.FINDING):
        raise Refused(gettext("Seul le premier message d'un fil vu sur le web porte l'adresse d'une page."), code="not-finding")
    title = theme = found = None
    if about_page:
        kept = own.thread.finding
        found = Found(kept.url if body.url is None else body.url, kept.source if body.source is None else body.source)
    if body.title is not None or body.theme is not None:
        title = body.title if body.title is not None else own.thread.title
        theme = theme_of(body.theme, request.user) if body.theme is not None else own.thread.theme_id
    outcome = edit_post(
        actor=request.user, post_id=id, source=own.source if body.text is None else body.text, language=reading(), title=title,
        theme_id=theme, found=found, enclosed=None if body.attachments is None else enclosed_of(body.attachments),
    )  # fmt: skip
    return _shape_written(request, outcome)


@router.delete("/posts/{id}", response={204: None}, url_name="post", tags=["posts"], summary=_("Supprimer son message"))
def remove_post(request: MemberRequest, id: Id) -> None:
    """Takes one's own post out of sight; its place in the thread stays, and its author may restore it there."""
    delete_post(actor=request.user, post_id=id)


@router.post(
    "/posts/{id}/restore", response=OnePost, url_name="post-restore", tags=["posts"], summary=_("Rétablir son message")
)
def restore(request: MemberRequest, id: Id) -> OnePost:
    """Brings one's own deleted post back to its place. What a facilitator hid is not its author's to show."""
    return _one_post(request, restore_post(actor=request.user, post_id=id).pk)


@router.put(
    "/posts/{id}/acceptance", response={204: None}, url_name="post-acceptance", tags=["posts"], summary=_("Retenir une réponse")
)  # fmt: skip
def put_acceptance(request: MemberRequest, id: Id) -> None:
    """For who asked the question, and for those who facilitate: the answer that was accepted before gives way."""
    accept_answer(actor=request.user, post_id=id)


@router.delete(
    "/posts/{id}/acceptance", response={204: None}, url_name="post-acceptance", tags=["posts"],
    summary=_("Ne plus retenir une réponse"),
)  # fmt: skip
def delete_acceptance(request: MemberRequest, id: Id) -> None:
    withdraw_answer(actor=request.user, post_id=id)
