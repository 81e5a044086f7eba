from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.conversations.actions.reporting import report_post, reportable
from essaim.conversations.forms import ReportForm
from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest
from essaim.ui.shell import render

from .common import take_kept, writer_required


@writer_required
def report(request: MemberRequest, post_id: int) -> HttpResponse:
    post = reportable(request.user).select_related("thread", "author").get(pk=post_id)
    form = ReportForm(request.POST if request.method == "POST" else take_kept(request))
    refused = ""
    if request.method == "POST":
        form.is_valid()
        try:
            report_post(
                actor=request.user, post_id=post_id, reason=form.cleaned_data.get("reason", ""), text=form.cleaned_data["text"]
            )
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("Merci. L'équipe d'animation lira ce message, et vous dira ce qu'elle en a fait."))
            return redirect("conversations:post", post_id)
    return render(
        request,
        "conversations/report.html",
        status=422 if refused else 200,
        post=post,
        thread=post.thread,
        form=form,
        refused=refused,
    )
