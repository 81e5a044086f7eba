"""Every act of a facilitator has its author, its reason and its trace; whose words they are reads it; and it can be taken back."""

import html
import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.conversations import moderating, moderation
from essaim.conversations.actions import moderation as acts
from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.posts import publish_post, restore_post
from essaim.conversations.actions.reporting import dismiss_reports, report_post
from essaim.conversations.answering import find
from essaim.conversations.indexing import load
from essaim.conversations.models import ModerationAct, Post, Thread
from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.notifications.api import reword
from essaim.notifications.models import Notification
from essaim.people.models import Member, RoleGrant, alone
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_theme, make_thread
from .test_kinds import entry_event
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def facilitator(**fields: Any) -> Member:
    who = make_member("facilitator", **fields)
    return load_member(who.pk) or who


def tell_all() -> None:
    """What the worker does with the acts so far."""
    tellers = {
        "conversations.moderated": moderating.tell_of_act, "conversations.post-reported": moderating.tell_facilitators,
        "conversations.reports-dismissed": moderating.tell_of_nothing,
    }  # fmt: skip
    for entry in Entry.objects.filter(type__in=tellers).order_by("pk"):
        tellers[entry.type](entry.pk, entry_event(entry))


def told(member: Member) -> list[str]:
    return list(Notification.objects.filter(recipient=member).order_by("pk").values_list("kind", flat=True))


def test_a_report_leads_to_an_act_and_everybody_concerned_hears() -> None:
    author, reporter, aurelie = make_member(), make_member(), facilitator()
    post = make_post(author, make_thread(make_member()), "Vous êtes nuls.")
    report = report_post(actor=reporter, post_id=post.pk, reason="hurtful", text="Ce n'est pas une façon.")
    assert report_post(actor=reporter, post_id=post.pk, reason="false").pk == report.pk
    assert [one.post.pk for one in moderation.reported_posts(aurelie)] == [post.pk]
    act = acts.hide_post(actor=aurelie, post_id=post.pk, reason="On se parle autrement ici.")
    report.refresh_from_db()
    assert (report.act, report.closed_by) == (act, aurelie)
    assert moderation.reported_posts(aurelie) == []
    tell_all()
    assert told(author) == ["conversations.moderation"]
    assert told(reporter) == ["conversations.report-closed"]
    notice = Notification.objects.get(recipient=reporter)
    reword(url=f"/conversations/posts/{post.pk}/", excerpt="Autre chose.")
    notice.refresh_from_db()
    assert "a agi" in notice.excerpt, "it says what was done, whatever becomes of the words"
    assert find(notice.url) is None, "nobody answers in public by answering its mail"
    assert signed_in(reporter).get(notice.url, follow=True).status_code == 200
    notice.refresh_from_db()
    assert notice.read_at
    page = signed_in(author).get("/conversations/moderation/mine/").text
    assert "On se parle autrement ici." in page
    assert "Vous êtes nuls." in page
    assert aurelie.name not in page
    assert reporter.name not in page
    assert "On se parle" not in signed_in(reporter).get("/conversations/moderation/mine/").text


def test_nothing_to_do_is_said_to_who_reported() -> None:
    reporter, aurelie = make_member(), facilitator()
    post = make_post(make_member(), make_thread(make_member()))
    report_post(actor=reporter, post_id=post.pk, reason="off-topic")
    tell_all()
    assert told(aurelie) == ["conversations.report"]
    assert dismiss_reports(actor=aurelie, post_id=post.pk) == 1
    assert dismiss_reports(actor=aurelie, post_id=post.pk) == 0
    tell_all()
    assert told(reporter) == ["conversations.report-closed"]
    assert not ModerationAct.objects.exists()
    # Closed is not forever: it can be reported again.
    assert report_post(actor=reporter, post_id=post.pk, reason="hurtful").closed_at is None


def test_a_hidden_post_is_nowhere_and_comes_back_as_it_was() -> None:
    author, reader, aurelie = make_member(), make_member(), facilitator()
    thread = make_thread(make_member())
    post = make_post(author, thread, "Un mot malheureux")
    counted = Thread.objects.values("posts_count", "answers_count").get(pk=thread.pk)
    acts.hide_post(actor=aurelie, post_id=post.pk, reason="Non.")
    pages = (f"/conversations/threads/{thread.pk}/", f"/api/v1/posts?thread={thread.pk}", f"/api/v1/posts/{post.pk}")
    for page in pages:
        assert "malheureux" not in signed_in(reader).get(page).text
    assert "masqué par l" in signed_in(reader).get(pages[0]).text
    assert not any("malheureux" in document.body for document in load([thread.pk]))
    with pytest.raises(Post.DoesNotExist):
        restore_post(actor=author, post_id=post.pk)
    with pytest.raises(Refused):
        acts.hide_post(actor=aurelie, post_id=post.pk, reason="Encore.")
    shown = acts.show_post(actor=aurelie, post_id=post.pk)
    assert shown.undoes and shown.undoes.kind == "hide-post"
    assert "malheureux" in signed_in(reader).get(pages[0]).text
    assert Thread.objects.values("posts_count", "answers_count").get(pk=thread.pk) == counted


def test_answers_are_counted_where_the_question_is_hidden() -> None:
    reader, aurelie = make_member(), facilitator()
    thread = make_thread(make_member(), kind="question")
    make_post(make_member(), thread, "Une réponse")
    for hidden in (False, True):
        if hidden:
            acts.hide_post(actor=aurelie, post_id=thread.posts.get(number=1).pk, reason="Non.")
        assert "1 réponse," in signed_in(reader).get("/conversations/threads/").text


def test_a_hidden_thread_is_its_author_s_alone_until_it_is_shown() -> None:
    author, reader, aurelie = make_member(), make_member(), facilitator()
    thread = make_thread(author, title="Fil à cacher")
    acts.hide_thread(actor=aurelie, thread_id=thread.pk, reason="Le temps d'y voir clair.")
    for who, status in ((author, 200), (reader, 404), (aurelie, 404)):
        assert signed_in(who).get(f"/conversations/threads/{thread.pk}/").status_code == status
    assert "Fil à cacher" not in signed_in(reader).get("/conversations/threads/").text
    assert [tuple(document.restricted_to) for document in load([thread.pk])] == [(alone(author.pk),)]
    assert "vous seul le voyez" in signed_in(author).get(f"/conversations/threads/{thread.pk}/").text
    assert "Fil à cacher" in signed_in(aurelie).get(f"/conversations/moderation/threads/{thread.pk}/").text
    acts.show_thread(actor=aurelie, thread_id=thread.pk)
    assert signed_in(reader).get(f"/conversations/threads/{thread.pk}/").status_code == 200


def test_a_locked_thread_takes_no_reply_but_of_who_runs_it() -> None:
    author, aurelie = make_member(), facilitator()
    thread = make_thread(author)
    acts.lock_thread(actor=aurelie, thread_id=thread.pk, reason="Tout est dit.")
    with pytest.raises(Refused) as refused:
        make_post(author, thread)
    assert refused.value.code == "locked"
    response = signed_in(author).post(f"/conversations/threads/{thread.pk}/", {"source": "Mon texte", "key": str(uuid.uuid4())})
    assert response.status_code == 422
    publish_post(actor=aurelie, thread_id=thread.pk, key=uuid.uuid4(), source="Pour finir.", language="fr")
    acts.unlock_thread(actor=aurelie, thread_id=thread.pk)
    make_post(author, thread)


def test_a_thread_moves_to_another_theme() -> None:
    author, aurelie, theme = make_member(), facilitator(), make_theme("outils")
    thread = make_thread(author)
    acts.move_thread(actor=aurelie, thread_id=thread.pk, theme_id=theme.pk)
    assert Thread.objects.get(pk=thread.pk).theme == theme
    with pytest.raises(Refused):
        acts.move_thread(actor=aurelie, thread_id=thread.pk, theme_id=theme.pk)


def test_a_word_to_the_author_is_read_by_them_alone() -> None:
    author, aurelie = make_member(), facilitator()
    post = make_post(author, make_thread(make_member()))
    with pytest.raises(Refused) as refused:
        acts.warn(actor=aurelie, post_id=post.pk, reason="  ")
    assert refused.value.code == "reason"
    acts.warn(actor=aurelie, post_id=post.pk, reason="Pensez à qui vous lit.")
    tell_all()
    assert told(author) == ["conversations.moderation"]
    assert Post.objects.get(pk=post.pk).deleted_at is None


def test_members_moderate_nothing_and_report_neither_their_own_nor_what_they_do_not_see() -> None:
    member, other = make_member(), make_member()
    thread = make_thread(other)
    own = make_post(member, thread)
    client = signed_in(member)
    assert client.get("/conversations/moderation/").status_code == 403
    for address in (f"moderation/posts/{own.pk}/", f"moderation/threads/{thread.pk}/", f"reports/{own.pk}/", "reports/999999/"):
        assert client.get(f"/conversations/{address}").status_code == 404, address
        assert client.post(f"/conversations/{address}", {"act": "hide", "reason": "x"}).status_code == 404, address
    assert client.post(f"/conversations/moderation/posts/{own.pk}/dismiss/").status_code == 404
    Thread.objects.filter(pk=thread.pk).update(restricted_to=[alone(other.pk), alone(member.pk)])
    private = make_post(other, Thread.objects.get(pk=thread.pk))
    # Between two people nobody facilitates: there is nobody to report to.
    assert client.get(f"/conversations/reports/{private.pk}/").status_code == 404
    aurelie = facilitator()
    for act in (acts.hide_post, acts.warn):
        with pytest.raises(Post.DoesNotExist):
            act(actor=aurelie, post_id=private.pk, reason="x")
    assert not ModerationAct.objects.exists()


def test_an_audience_has_its_own_facilitators() -> None:
    insider = make_member()
    audience = make_audience("rh", insider)
    insider = load_member(insider.pk) or insider
    scoped, everywhere = make_member(), facilitator()
    RoleGrant.objects.create(member=scoped, role="facilitator", audience=audience)
    scoped = load_member(scoped.pk) or scoped
    thread = make_thread(insider, restricted_to=[audience.pk])
    post, free = thread.posts.get(number=1), make_thread(make_member()).posts.get(number=1)
    assert list(Post.objects.run_by(scoped).values_list("pk", flat=True)) == [post.pk]
    assert list(Post.objects.run_by(everywhere).values_list("pk", flat=True)) == [free.pk]
    # Reporting it asks those who facilitate everybody too to read this one post.
    colleague = make_member()
    audience.memberships.create(member=colleague)
    report_post(actor=load_member(colleague.pk) or colleague, post_id=post.pk, reason="private")
    assert set(Post.objects.run_by(everywhere).values_list("pk", flat=True)) == {post.pk, free.pk}
    assert signed_in(everywhere).get(f"/conversations/threads/{thread.pk}/").status_code == 404
    tell_all()
    assert told(scoped) == told(everywhere) == ["conversations.report"]
    assert signed_in(scoped).get("/conversations/moderation/").status_code == 200


def test_nobody_reports_without_end() -> None:
    reporter, author = make_member(), make_member()
    thread = make_thread(author)
    posts = [make_post(author, thread) for _n in range(21)]
    for post in posts[:20]:
        report_post(actor=reporter, post_id=post.pk, reason="off-topic")
    with pytest.raises(Refused) as refused:
        report_post(actor=reporter, post_id=posts[20].pk, reason="off-topic")
    assert refused.value.code == "too-many-reports"


def test_the_pages_do_it_without_javascript(client: Client) -> None:
    author, aurelie = make_member(), facilitator()
    post = make_post(author, make_thread(make_member()), "À revoir")
    client.force_login(make_member())
    assert client.post(f"/conversations/reports/{post.pk}/", {"text": "Hum"}).status_code == 422
    assert "Merci" in client.post(f"/conversations/reports/{post.pk}/", {"reason": "other", "text": "Hum"}, follow=True).text
    client.force_login(aurelie)
    assert "Hum" in client.get("/conversations/moderation/").text
    address = f"/conversations/moderation/posts/{post.pk}/"
    assert client.post(address, {"act": "hide"}).status_code == 422
    assert client.post(address, {"act": "burn", "reason": "x"}).status_code == 422
    assert client.post(address, {"act": "hide", "reason": "Dites-le autrement."}, follow=True).status_code == 200
    assert Post.objects.get(pk=post.pk).hidden_at
    assert "Revoir et rétablir" in client.get("/conversations/moderation/").text
    client.post(address, {"act": "show"})
    assert not Post.objects.get(pk=post.pk).hidden_at


def test_who_asked_hears_that_the_accepted_answer_is_hidden() -> None:
    asker, other, aurelie = make_member(), make_member(), facilitator()
    thread = make_thread(asker, title="Comment faire ?")
    answer, ordinary = make_post(other, thread), make_post(other, thread)
    accept_answer(actor=asker, post_id=answer.pk)
    page = signed_in(aurelie).get(f"/conversations/moderation/posts/{answer.pk}/").text
    assert "C’est la réponse retenue." in html.unescape(page)
    acts.hide_post(actor=aurelie, post_id=ordinary.pk, reason="Non.")
    acts.hide_post(actor=aurelie, post_id=answer.pk, reason="Des coordonnées privées.")
    tell_all()
    (heard,) = Notification.objects.filter(recipient=asker, kind="conversations.moderation")
    assert "C’était la réponse retenue à votre question." in heard.excerpt and "privées" not in heard.excerpt
    assert heard.url == f"/conversations/threads/{thread.pk}/"
