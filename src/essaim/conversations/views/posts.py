from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.conversations.actions import answers
from essaim.conversations.actions.posts import delete_post, edit_post, restore_post
from essaim.conversations.actions.reactions import react as react_to
from essaim.conversations.actions.reactions import withdraw_reaction
from essaim.conversations.answering import address_of
from essaim.conversations.colleagues import as_typed
from essaim.conversations.forms import EditForm, OpeningForm, refuse
from essaim.conversations.models import Post, Thread
from essaim.conversations.said import reactions_of
from essaim.conversations.versions import history_of
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.notifications import api as notifications
from essaim.people.access import MemberRequest
from essaim.people.api import local_path
from essaim.ui.ahead import is_ahead
from essaim.ui.shell import fragment, render

from .common import take_kept, tell, writer_required
from .enclosed import composing
from .threads import post_address


@writer_required
def post(request: MemberRequest, post_id: int) -> HttpResponse:
    """The permanent address of a post leads to where it stands now."""
    found = Post.objects.select_related("thread").get(pk=post_id, thread__in=Thread.objects.visible_to(request.user))
    if not is_ahead(request):
        notifications.mark_page_read(actor=request.user, page=request.get_full_path())
    return redirect(post_address(found.thread, found.pk, found.number))


@writer_required
def edit(request: MemberRequest, post_id: int) -> HttpResponse:
    own = _own(request, post_id)
    opening = own.number == own.thread.opening_number
    brought = composing(request, f"edit:{post_id}", post_id=post_id, keys=[one["key"] for one in own.files])
    initial = {"source": as_typed(own.source)} | dict(brought.initial)
    given = request.POST if request.method == "POST" else take_kept(request)
    edited, asked = EditForm(given, initial=initial), None
    if opening:
        edited = asked = OpeningForm(given, initial=initial, member=request.user, thread=own.thread)
    form = edited
    refused = list(brought.refused)
    if request.method == "POST" and form.is_valid() and not refused:
        data = form.cleaned_data
        theme = data.get("theme")
        try:
            outcome = edit_post(
                actor=request.user, post_id=post_id, source=data["source"], language=reading(),
                title=data["title"] if opening else None, theme_id=theme.pk if theme else None,
                enclosed=brought.enclosed, found=asked.found() if asked else None,
            )  # fmt: skip
        except Refused as error:
            refused = refuse(form, error)
        else:
            tell(request, outcome)
            return _back(request, outcome.post)
    return render(
        request, "conversations/post_edit.html", status=422 if request.method == "POST" else 200,
        post=own, thread=own.thread, form=form, refused=refused, opening=opening, next=_next(request), brought=brought,
    )  # fmt: skip


@writer_required
def delete(request: MemberRequest, post_id: int) -> HttpResponse:
    own = _own(request, post_id)
    if request.method == "POST":
        deleted = delete_post(actor=request.user, post_id=post_id)
        messages.success(request, _("Votre message est supprimé. Vous pouvez encore le rétablir là où il était."))
        return _back(request, deleted)
    return render(request, "conversations/post_delete.html", post=own, thread=own.thread, next=_next(request))


@writer_required
def mail(request: MemberRequest, post_id: int) -> HttpResponse:
    """The whole mail that a post was: its words for whoever wrote it, its files for facilitators too."""
    found, copy, own = _by_mail(request, post_id)
    files = [(file.name, filesizeformat(len(file.content))) for file in copy.files] if copy else []
    return render(
        request, "conversations/post_mail.html",
        post=found, thread=found.thread, whole=copy.whole if copy and own else "", files=files, kept=copy is not None, own=own,
    )  # fmt: skip


@writer_required
def mail_file(request: MemberRequest, post_id: int, number: int) -> HttpResponse:
    """A file that came with the mail, to keep: nothing that others sent is opened on our pages."""
    _found, copy, _own = _by_mail(request, post_id)
    if copy is None or not 0 < number <= len(copy.files):
        raise Http404
    file = copy.files[number - 1]
    response = HttpResponse(file.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _by_mail(request: MemberRequest, post_id: int) -> tuple[Post, notifications.Copy | None, bool]:
    """A post that came by mail, what is kept of the mail, and whether it is the reader's own. Raises Post.DoesNotExist."""
    visible = Thread.objects.visible_to(request.user)
    standing = Post.objects.select_related("thread").exclude(mail_files=None)
    found = standing.get(pk=post_id, deleted_at=None, thread__in=visible)
    own = found.author_id == request.user.pk
    if not own and not Thread.objects.run_by(request.user).filter(pk=found.thread_id).exists():
        raise Post.DoesNotExist
    copy = notifications.copy_of(address_of(found.pk))
    return found, copy if copy and copy.member_id == found.author_id else None, own


@require_POST
@writer_required
def restore(request: MemberRequest, post_id: int) -> HttpResponse:
    return _back(request, restore_post(actor=request.user, post_id=post_id))


@require_POST
@writer_required
def accept(request: MemberRequest, post_id: int) -> HttpResponse:
    return _back(request, answers.accept_answer(actor=request.user, post_id=post_id))


@require_POST
@writer_required
def withdraw(request: MemberRequest, post_id: int) -> HttpResponse:
    return _back(request, answers.withdraw_answer(actor=request.user, post_id=post_id))


def _own(request: MemberRequest, post_id: int) -> Post:
    visible = Thread.objects.visible_to(request.user)
    return Post.objects.select_related("thread").get(pk=post_id, author=request.user, deleted_at=None, thread__in=visible)


def _next(request: MemberRequest) -> str:
    """The page of ours to go back to, "" for the thread's."""
    return local_path(request.POST.get("next") or request.GET.get("next"))


def _back(request: MemberRequest, post: Post) -> HttpResponse:
    page = _next(request)
    return redirect(f"{page}#post-{post.pk}" if page else post_address(post.thread, post.pk, post.number))


@writer_required
def history(request: MemberRequest, post_id: int) -> HttpResponse:
    """What a post said before, and what changed, word by word."""
    return render(request, "conversations/history.html", history=history_of(request.user, post_id))


@writer_required
def reactions(request: MemberRequest, post_id: int) -> HttpResponse:
    """Who said what of a post without writing, and where one says it oneself. A part of the page for scripts."""
    found = reactions_of(request.user, post_id)
    if request.headers.get("HX-Request"):
        return fragment(request, "conversations/reactions_part.html", found=found)
    return render(request, "conversations/reactions.html", found=found)


@require_POST
@writer_required
def react(request: MemberRequest, post_id: int) -> HttpResponse:
    """Says a meaning of a post, or takes it back (``on`` is 0): sent twice, it is said once."""
    act = withdraw_reaction if request.GET.get("on") == "0" else react_to
    try:
        done = act(actor=request.user, post_id=post_id, meaning=request.POST.get("meaning", "")[:12])
    except Refused as error:
        messages.error(request, str(error))
        return redirect("conversations:post", post_id)
    if request.headers.get("HX-Request"):
        return fragment(request, "conversations/reactions_part.html", found=reactions_of(request.user, post_id))
    return _back(request, Post.objects.select_related("thread").get(pk=done.pk))
