"""Erasure: nothing of the person is left, what is knowledge stays, and nobody else is touched."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from essaim.accompaniment.models import Volunteer
from essaim.conversations.models import Post, Thread
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.notifications.models import ReceivedMail
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure
from essaim.privacy.models import Erasure

from . import leaver as traces
from .leaver import FIRST, ID, LAST, everywhere, make_leaver, run_jobs

pytestmark = pytest.mark.django_db(transaction=False)


def _erase(leaver: Member, *, keeps_texts: bool) -> Erasure:
    erasure = ask_own_erasure(actor=leaver, keeps_texts=keeps_texts)
    erasing.look(erasure_id=erasure.pk)
    erasing.erase(erasure_id=erasure.pk)
    run_jobs()
    return Erasure.objects.get(pk=erasure.pk)


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_nothing_of_the_person_is_left(keeps_texts: bool, scene: tuple[Member, Member], folders: list[Path]) -> None:
    before = everywhere(folders)
    # What is searched can find: otherwise the next line would prove nothing.
    for place in ("people_member.email", "conversations_post.html", "search_document.body", "search_word.word",
                  "wagtailcore_revision.content", "wagtailcore_pagelogentry.data", "people_importdraft.content",
                  "content_importdraft.archive", "notifications_notification.title", "procrastinate_jobs.args",
                  "wagtailimages_image.title", "journal_entry.actor_id", "journal_entry.payload"):  # fmt: skip
        assert place in before, place
    assert len([place for place in before if place.startswith("/")]) >= 3

    erasure = _erase(scene[0], keeps_texts=keeps_texts)

    assert everywhere(folders) == []
    assert not ReceivedMail.objects.exists()
    assert erasure.residue == []
    assert erasure.done_at and not erasure.files


def test_what_was_written_stays_under_a_neutral_name(scene: tuple[Member, Member], client: Client) -> None:
    leaver, colleague = scene
    texts = {post.pk: post.source for post in Post.objects.filter(author=leaver, deleted_at=None).order_by("pk")}
    _erase(leaver, keeps_texts=True)
    kept = Post.objects.in_bulk(list(texts))
    assert len(kept) == len(texts)
    assert all(post.author_id is None and post.html for post in kept.values())
    own = Thread.objects.get(title__contains="qui sait")
    assert own.title.replace("\u00a0", " ").replace("\u202f", " ") == "[ancien membre] demande : qui sait ?"
    client.force_login(colleague)
    page = client.get(f"/conversations/threads/{own.pk}/").content.decode()
    assert "Ancien membre" in page
    assert "Bien à vous,<br>\n[ancien membre]" in page or "Bien à vous,<br />\n[ancien membre]" in page
    assert "Merci @Ancien membre, demandez à [ancien membre]" in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_was_written_goes_and_answers_of_others_stay(scene: tuple[Member, Member]) -> None:
    leaver, _colleague = scene
    # Words of two go with one of them.
    others = {post.pk for post in Post.objects.exclude(author=leaver).exclude(joint=True)}
    _erase(leaver, keeps_texts=False)
    assert {post.pk for post in Post.objects.filter(deleted_at=None)} == others
    assert set(Post.objects.exclude(deleted_at=None).values_list("source", "html")) == {("", "")}
    # A thread that nobody else wrote in is gone, the other keeps its answers.
    assert not Thread.objects.filter(title="Je me présente").exists()
    assert Thread.objects.filter(title="Un fil retiré par son auteur").exists()
    for thread in Thread.objects.all():
        assert thread.posts_count == thread.posts.filter(deleted_at=None).count()
        assert thread.answers_count >= 0


def test_colleagues_lose_nothing_else(scene: tuple[Member, Member]) -> None:
    leaver, colleague = scene
    entries, members = Entry.objects.count(), Member.objects.count()
    _erase(leaver, keeps_texts=True)
    assert Member.objects.count() == members - 1
    # The log keeps what happened; the erasure itself is in it.
    assert Entry.objects.count() >= entries
    assert Member.objects.get(pk=colleague.pk).manager is None


def test_a_kill_between_the_database_and_the_files_is_made_good(
    scene: tuple[Member, Member], folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = ask_own_erasure(actor=scene[0], keeps_texts=True)
    with monkeypatch.context() as killed:
        killed.setattr(default_storage, "delete", lambda name: (_ for _ in ()).throw(OSError("no disk")))
        killed.setattr("essaim.privacy.actions.erase._remove_files", lambda id: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            erasing.erase(erasure_id=erasure.pk)
    assert not Member.objects.filter(pk=ID).exists()
    erasure.refresh_from_db()
    assert erasure.erased_at and erasure.files and not erasure.done_at
    assert not [word for word in traces.TRACES[:3] if word in str(erasure.found)]
    Erasure.objects.update(due_at=clock.now())
    assert erasing.due() == [erasure.pk]
    for _ in range(2):
        erasing.erase(erasure_id=erasure.pk)
    run_jobs()
    assert everywhere(folders) == []
    assert erasing.due() == []


def test_all_or_nothing_in_the_database(scene: tuple[Member, Member], monkeypatch: pytest.MonkeyPatch) -> None:
    erasure = ask_own_erasure(actor=scene[0], keeps_texts=False)
    monkeypatch.setattr("essaim.privacy.sweep.rewrite", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
    before = sorted(everywhere([]))
    with pytest.raises(RuntimeError):
        erasing.erase(erasure_id=erasure.pk)
    assert sorted(everywhere([])) == before


def test_a_name_in_a_list_of_topics_is_replaced_and_what_is_too_long_is_cut() -> None:
    leaver, colleague = make_leaver(), make_member()
    name = f"{FIRST} {LAST}"
    topics = ['La paie, dite "la paie"', f"{name} " + "x" * (79 - len(name)), f"Comme {name}"]
    Volunteer.objects.create(member=colleague, topics=topics, changed_at=clock.now())
    erasure = _erase(leaver, keeps_texts=True)
    kept = Volunteer.objects.get().topics
    assert kept[0] == topics[0] and kept[1].startswith("[ancien membre] x") and kept[2] == "Comme [ancien membre]"
    assert LAST not in str(kept) and not erasure.residue
