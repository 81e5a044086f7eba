"""What is asked, answered, voted on, shown, reported, hidden and begun."""

import uuid

from django.urls import reverse

from essaim.conversations.actions import moderation
from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach
from essaim.conversations.actions.drafts import Begun, save_draft
from essaim.conversations.actions.kinds import Asked, Found
from essaim.conversations.actions.pace import NEW
from essaim.conversations.actions.posts import delete_post, edit_post
from essaim.conversations.actions.reactions import react
from essaim.conversations.actions.reporting import report_post
from essaim.conversations.actions.same_question import say_same_question
from essaim.conversations.actions.voting import close_poll, vote
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.tests import files
from essaim.conversations.tests.factories import make_poll, make_post, make_thread
from essaim.kernel import clock
from essaim.notifications.links import unsubscribe_path

from .cast import LONG, Cast, Staged, opening, post_page, thread_page


def answered(cast: Cast) -> list[Staged]:
    """A question with its answer, what was said of it without words, and versions of what was written."""
    claire, thomas, aurelie, _yann = cast
    question = make_thread(claire, title="Comment garder la trace d'une décision ?", source="Nous en prenons **beaucoup**.")
    taken = make_post(thomas, question, "Une page par décision, avec :\n\n- la date ;\n- les raisons.")
    other = make_post(thomas, question, "Un simple tableau.", parent_id=taken.pk)
    edit_post(actor=thomas, post_id=other.pk, source="Un tableau partagé, relu chaque mois.", language="fr")
    own = make_post(claire, question, "Merci, je commence lundi.")
    delete_post(actor=thomas, post_id=make_post(thomas, question, "Oubliez cela.").pk)
    for reader, meaning in ((claire, "thanks"), (aurelie, "thanks"), (aurelie, "tried")):
        react(actor=reader, post_id=taken.pk, meaning=meaning)
    say_same_question(actor=aurelie, thread_id=question.pk, same=True)
    accept_answer(actor=claire, post_id=taken.pk)
    # Nobody of the cast has just begun to write: newcomers open few threads.
    question.posts.update(created_at=clock.now() - 2 * NEW)
    thread = reverse("conversations:thread", args=[question.pk])
    return [
        Staged("answered", "claire", thread),
        Staged("answered-deleted", "thomas", thread),
        Staged("answered-quoting", "aurelie", f"{thread}?reply={taken.pk}"),
        Staged("edit", "claire", post_page("edit", own)),
        Staged("delete", "claire", post_page("delete", own)),
        Staged("delete-answer", "thomas", post_page("delete", taken)),
        Staged("history", "claire", post_page("history", other)),
        Staged("reactions", "claire", post_page("reactions", taken)),
        Staged("reactions-own", "thomas", post_page("reactions", taken)),
    ]


def kinds(cast: Cast) -> list[Staged]:
    """Polls before and behind a vote and at their end, a page of the web, files of every sort."""
    claire, thomas = cast.claire, cast.thomas
    poll = make_poll(claire, title="Quel jour pour l'atelier ?", source="Une heure, en fin de matinée.")
    for voter, option in ((thomas, 0), (claire, 2)):
        vote(actor=voter, thread_id=poll.pk, options=[poll.poll.options.order_by("position")[option].pk])
    closed = make_poll(thomas, title="Et sans le dire ?", anonymous=True, multiple=True)
    vote(actor=claire, thread_id=closed.pk, options=[closed.poll.options.first().pk])
    close_poll(actor=thomas, thread_id=closed.pk)
    options = ["Oui, en petits groupes et avec une personne qui prend des notes", LONG]
    unseen = make_thread(claire, kind="poll", title="Enregistrer les ateliers ?", asked=Asked(options, False, True))
    vote(actor=thomas, thread_id=unseen.pk, options=[unseen.poll.options.first().pk])
    finding = make_thread(
        claire, kind="finding", title="Un atelier qui montre ses ratés", source="Nous pourrions faire pareil.",
        found=Found("https://www.example.org/" + "une-tres-longue-adresse" * 4, "Un confrère"),
    )  # fmt: skip
    edit_post(
        actor=claire, post_id=opening(finding).pk, source="Nous pourrions essayer.", language="fr", title=finding.title,
        found=Found("https://www.example.org/autre", "Un confrère"),
    )  # fmt: skip
    names = [
        ("plan.png", files.picture(size=(1600, 900))), ("dessin.svg", files.SVG), ("compte-rendu" * 8 + ".pdf", files.PDF),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 40),
    ]  # fmt: skip
    taken = attach(actor=claire, files=[IncomingFile(name, "", content) for name, content in names])
    carried = Enclosed([Chosen(one.key, "Le plan de l'atelier") for one in taken])
    carrying = make_thread(claire, kind="testimony", title="Notre premier atelier, en images", enclosed=carried)
    return [
        Staged("poll", "aurelie", thread_page(poll)),
        Staged("poll-voted", "thomas", thread_page(poll)),
        Staged("poll-own", "claire", thread_page(poll)),
        Staged("poll-closed", "thomas", thread_page(closed)),
        Staged("poll-nameless", "aurelie", thread_page(unseen)),
        Staged("poll-nameless-voted", "thomas", thread_page(unseen)),
        Staged("finding", "thomas", thread_page(finding)),
        Staged("finding-edit", "claire", post_page("edit", opening(finding))),
        Staged("finding-history", "thomas", post_page("history", opening(finding))),
        Staged("files", "thomas", thread_page(carrying)),
        Staged("files-edit", "claire", post_page("edit", opening(carrying))),
        Staged("delete-files", "claire", post_page("delete", opening(carrying))),
    ]


def moderated(cast: Cast) -> list[Staged]:
    """Reports, what was hidden, closed or put together, and how those concerned see it."""
    claire, thomas, aurelie = cast.claire, cast.thomas, cast.aurelie
    thread = make_thread(claire, kind="discussion", title="À propos du planning", source="Il change trop souvent.")
    hidden, reported = make_post(thomas, thread, "Untel est un incapable."), make_post(thomas, thread, "C'est encore lui.")
    moderation.hide_post(actor=aurelie, post_id=hidden.pk, reason=f"On parle des faits, {LONG}\n\npas des personnes.")
    moderation.warn(actor=aurelie, post_id=opening(thread).pk, reason="Dites plutôt ce qui vous gêne.")
    report_post(actor=claire, post_id=reported.pk, reason="hurtful", text=f"Cela blesse un collègue : {LONG}")
    moderation.lock_thread(actor=aurelie, thread_id=thread.pk, reason="Tout est dit.")
    unseen = make_thread(thomas, kind="discussion", title=f"Untel {LONG}"[:160], source="Rien de bon.")
    moderation.hide_thread(actor=aurelie, thread_id=unseen.pk, reason="Parlons-en de vive voix.")
    return [
        Staged("hidden-own", "thomas", thread_page(thread)),
        Staged("hidden-seen", "claire", thread_page(thread)),
        Staged("hidden-runs", "aurelie", thread_page(thread)),
        Staged("hidden-thread", "thomas", thread_page(unseen)),
        Staged("report", "claire", reverse("conversations:report", args=[reported.pk])),
        Staged("moderation", "aurelie", reverse("conversations:moderation")),
        Staged("moderate-reported", "aurelie", reverse("conversations:moderate-post", args=[reported.pk])),
        Staged("moderate-hidden", "aurelie", reverse("conversations:moderate-post", args=[hidden.pk])),
        Staged("moderate-thread", "aurelie", reverse("conversations:moderate-thread", args=[thread.pk])),
        Staged("moderate-hidden-thread", "aurelie", reverse("conversations:moderate-thread", args=[unseen.pk])),
        Staged("moderation-mine", "thomas", reverse("conversations:moderation-mine")),
    ]


def kept(cast: Cast) -> list[Staged]:
    """What was begun, and when and of what one is told."""
    claire, thomas = cast.claire, cast.thomas
    thread = make_thread(thomas, kind="discussion", title="Un fil où l'on commence à écrire")
    gone = make_thread(thomas, kind="discussion", title="Un fil qui s'en va")
    begun = [
        (f"thread:{thread.pk}", "Je **commence** ici"),
        (f"thread:{gone.pk}", f"Ce fil n'est plus là, mes mots si : {LONG}"),
        ("new", ""),
    ]
    for place, source in begun:
        save_draft(actor=claire, place=place, key=uuid.uuid4(), begun=Begun(source, title="" if source else "Un titre seul"))
    moderation.hide_thread(actor=cast.aurelie, thread_id=gone.pk, reason="Hors sujet.")
    told = unsubscribe_path(claire.pk, ["conversations.reply", "notifications.digest"])
    return [
        Staged("drafts", "claire", reverse("conversations:drafts")),
        Staged("drafts-none", "yann", reverse("conversations:drafts")),
        Staged("draft", "claire", f"{thread_page(thread)}?draft=1"),
        Staged("quiet-hours", "yann", reverse("notifications:hours")),
        Staged("quiet-hours-all", "yann", reverse("notifications:site-hours", args=[0])),
        Staged("unsubscribe", "", told),
        Staged("unsubscribe-signed-in", "claire", told),
        Staged("keys", "claire", reverse("conversations:keys")),
    ]
