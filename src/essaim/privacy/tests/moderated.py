"""Somebody votes, reports, is reported and moderates: what stands beside what they wrote."""

from essaim.conversations.actions.kinds import Asked, Found
from essaim.conversations.actions.merging import split_thread
from essaim.conversations.actions.moderation import hide_post, hide_thread, warn
from essaim.conversations.actions.reporting import report_post
from essaim.conversations.actions.same_question import say_same_question
from essaim.conversations.actions.voting import vote
from essaim.conversations.tests.factories import make_post, make_thread
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_member


def leave_in_polls(leaver: Member, colleague: Member, name: str) -> None:
    """``name`` stands in what colleagues wrote about them."""
    runs = make_member("facilitator")
    runs = load_member(runs.pk) or runs
    other = make_member()
    for anonymous in (False, True):
        poll = make_thread(other, kind="poll", asked=Asked([f"Avec {name}", "Sans"], is_anonymous=anonymous))
        vote(actor=leaver, thread_id=poll.pk, options=[poll.poll.options.order_by("position")[0].pk])
    make_thread(other, kind="finding", found=Found("https://example.org/", f"Le carnet de {name}"))
    question = make_thread(other)
    say_same_question(actor=leaver, thread_id=question.pk, same=True)
    theirs, own = make_post(colleague, question), make_post(leaver, question)
    report_post(actor=leaver, post_id=theirs.pk, reason="other", text=f"{name} n'est pas d'accord")
    report_post(actor=colleague, post_id=own.pk, reason="other", text=f"C'est {name}")
    warn(actor=runs, post_id=own.pk, reason=f"Bonjour {name}")
    split_thread(actor=runs, thread_id=question.pk, posts=[own.pk], title="À part", kind="discussion", language="fr")
    hide_post(actor=runs, post_id=own.pk, reason=f"{name}, non")
    hidden = make_thread(leaver, kind="discussion")
    hide_thread(actor=runs, thread_id=hidden.pk, reason="Non.")
