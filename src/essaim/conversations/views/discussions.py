from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.conversations import queries
from essaim.conversations.actions.posts import publish_in_discussion
from essaim.conversations.forms import PostForm
from essaim.conversations.models import Thread
from essaim.conversations.paging import latest_posts
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.ui import checklist
from essaim.ui.ahead import is_read
from essaim.ui.shell import render

from .common import take_kept, tell, writer_required
from .enclosed import composing


@writer_required
def discussion(request: MemberRequest, kind: str, anchor_id: int) -> HttpResponse:
    """The talk under an anchor. It is read on the anchor's own page: here one writes, and finds again what was refused."""
    anchor = queries.anchor_for(request.user, kind, anchor_id) if anchor_id < 2**63 else None
    if anchor is None:
        raise Thread.DoesNotExist
    brought = composing(request, f"anchor:{kind}:{anchor_id}")
    refused = list(brought.refused)
    if request.method == "POST":
        form = PostForm(request.POST)
        form.is_valid()
        data = form.cleaned_data
        try:
            if refused:
                raise Refused(refused.pop())
            outcome = publish_in_discussion(
                actor=request.user, anchor_type=kind, anchor_id=anchor_id, key=data["key"], source=data.get("source", ""),
                language=reading(), parent_id=data.get("parent"), enclosed=brought.enclosed,
            )  # fmt: skip
        except Refused as error:
            refused.append(str(error))
        else:
            tell(request, outcome)
            return redirect(checklist.onward(request, f"{anchor.url}#post-{outcome.post.pk}"))
    else:
        form = PostForm(take_kept(request), initial={"parent": read_id(request.GET.get("reply", ""))} | dict(brought.initial))
    about = queries.threads_about(request.user, kind, anchor_id, most=1)
    main = about[0] if about and about[0].is_main else None
    posts = latest_posts(main, request.user.pk, marks=is_read(request)) if main else []
    return render(
        request, "conversations/discussion_page.html", status=422 if refused else 200,
        anchor=anchor, kind=kind, anchor_id=anchor_id, main=main, posts=posts, form=form, refused=refused, brought=brought,
        reply=queries.answered(main.id, posts, form["parent"].value()) if main else None,
        title=_("Discussion : %(title)s") % {"title": anchor.title},
    )  # fmt: skip
