"""Erasure: nothing of the person is left, what is knowledge stays, and nobody else is touched."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from tests.guard.world import make_world

from essaim.accompaniment.models import Volunteer
from essaim.conversations.models import Post, Thread
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.learning.models import Lesson
from essaim.notifications.models import ReceivedMail
from essaim.people.models import Member, RoleGrant
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure, cancel_erasure, carry_out, choose_left, order_erasure
from essaim.privacy.holdings import all_holdings, free_texts
from essaim.privacy.models import Erasure

from . import leaver as traces
from .corners import leave_in_corners
from .leaver import EMAIL, FIRST, ID, LAST, everywhere, leave_traces, make_leaver, run_jobs

# Words that nobody writes about a colleague: what a machine keeps, what goes with its row, what the organisation is called.
NOT_WRITTEN = {
    "journal_entry": ["type", "payload"],
    "organisation_organisation": ["name"],
    **{f"organisation_{noun}": ["name", "name_en"] for noun in ("jobfamily", "site", "theme")},
    "privacy_erasure": ["found", "leave", "by_hand", "files", "report", "residue"],
    "people_audience": ["rule"],
    "accompaniment_figures": ["rows"],
    # Written with every act, and changed by nobody: names of members stand by number, details name roles and audiences.
    "people_auditentry": ["actor_name", "subject_name", "details"],
    "people_importdraft": ["file_name", "columns", "plan", "fingerprint"],
    "people_invitation": ["digest", "email", "target"],
    "people_signinlink": ["digest", "target"],
    "people_member": ["password", "email", "first_name", "last_name", "sort_key"],
    "people_objectiveproposal": ["shown_answered", "shown_taken"],
    "people_session": ["session_data", "device"],
    "people_setuplink": ["digest"],
    "people_signinsettings": [
        "company_name", "issuer", "client_id", "sealed_secret", "scopes", "job_family_claim", "team_claim", "site_claim", "groups_claim",
        "group_roles",
    ],
    "people_companyaccount": ["issuer", "subject"],
    "people_calendarfeed": ["digest"],
    "people_token": ["digest"],
    "notifications_mail": ["message_id"],
    "notifications_device": ["name", "endpoint", "p256dh"],
    "notifications_pushkey": ["public", "private"],
    "notifications_notification": ["url", "page", "topic"],
    # The mail itself is bytes, and goes whole with whoever is named in it.
    "notifications_receivedmail": ["recipient", "envelope_sender", "words", "page"],
    "search_document": ["title", "body", "url", "meta"],
    "search_term": ["term"],
    "search_word": ["word", "folded", "term"],
    "content_importdraft": ["file_name", "report"],
    "content_fileuse": ["address"],
    **{f"{table}page": ["import_digest"] for table in ("content_programme", "learning_sequence", "learning_lesson")},
    "learning_answer": ["payload"],
    "learning_starterimport": ["problem"],
    "announcements_announcement": ["shown_seen"],
    "adoption_coveragesnapshot": ["rows", "hidden", "private"],
    "adoption_teamfigures": ["sequences"],
    "adoption_reckoning": ["atoms"],
    "rest_keptanswer": ["key", "fingerprint", "body"],
    "config_backup": ["place"],
    "conversations_attachment": ["media_type", "path"],
    # Where it was begun, and what was chosen there: kind, theme, audiences.
    "conversations_draft": ["place", "fields"],
    "conversations_post": ["reactions"],
}  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> list[Path]:
    """Media, attachments and the demo's mails, in folders of this test."""
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = tmp_path / "media", str(tmp_path / "mails")
    (tmp_path / "mails").mkdir()
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return [tmp_path / "media", tmp_path / "mails", tmp_path / "attachments"]


@pytest.fixture
def scene(folders: list[Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Member, Member]:
    """The leaver and a colleague, after a year of working together; the worker has done its work."""
    make_world()
    leaver, colleague = make_leaver("sponsor", "facilitator"), make_member("facilitator")
    lesson = Lesson.objects.filter(live=True)[0]
    # A year of writing takes a moment here.
    monkeypatch.setattr("essaim.conversations.actions.pace.THREADS_OF_NEWCOMERS", 1_000)
    leave_traces(leaver, colleague, lesson, folders[1])
    leave_in_corners(leaver, colleague, lesson, f"{FIRST} {LAST}", EMAIL)
    run_jobs()
    # Left by a worker that gave up: arguments that name somebody.
    from essaim.kernel.ids import new_key
    from essaim.people.actions.sign_in import request_link

    request_link(email=EMAIL, key=new_key())
    # Another person's erasure, which the leaver had asked for.
    done = dict.fromkeys(("asked_at", "due_at", "erased_at", "done_at"), clock.now())
    Erasure.objects.create(member_id=1, asked_by_id=leaver.pk, reason="left", **done)
    return leaver, colleague


def test_the_scene_fills_every_table_that_is_held_and_every_free_text(
    scene: tuple[Member, Member], folders: list[Path]
) -> None:
    """What it leaves empty is not searched: a new table, or a new column, comes into the scene (corners.py)."""
    tables = {table for holding in all_holdings() for table in holding.tables}
    with connection.cursor() as cursor:
        empty = {table for table in sorted(tables) if not cursor.execute(f'SELECT FROM "{table}" LIMIT 1').fetchall()}
    assert empty == set()
    found = set(everywhere(folders))
    free = {f"{table}.{column}" for table, text in free_texts for column in text.columns}
    assert free - found == set()


def test_every_column_in_which_somebody_writes_is_a_free_text(db: None) -> None:
    """A new column of words is in ``register_texts``, or here with what it is instead."""
    free = {(table, column) for table, text in free_texts for column in text.columns}
    written = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.startswith("essaim.")
        for field in model._meta.local_fields
        if field.get_internal_type() in ("CharField", "TextField", "JSONField", "URLField")
        and not field.choices
        and (field.max_length is None or field.max_length > 60)
    }
    assert written - free - {(table, column) for table, columns in NOT_WRITTEN.items() for column in columns} == set()


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


def test_it_happens_on_its_day_and_one_may_change_ones_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    leaver = make_leaver()
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    assert erasing.due() == []
    # Asked again, only the choice changes: nobody's day moves by pressing twice.
    assert ask_own_erasure(actor=leaver, keeps_texts=False).due_at == erasure.due_at
    cancel_erasure(actor=leaver, erasure_id=erasure.pk)
    assert not Erasure.objects.exists()
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    monkeypatch.setattr(clock, "now", lambda: erasure.due_at)
    from essaim.privacy.tasks import tick

    tick(timestamp=0)
    assert not Member.objects.filter(pk=ID).exists()


def test_somebody_elses_erasure_is_not_theirs_to_stop() -> None:
    erasure = ask_own_erasure(actor=make_leaver(), keeps_texts=True)
    with pytest.raises(Refused):
        cancel_erasure(actor=make_member(), erasure_id=erasure.pk)


def test_the_last_administrator_cannot_leave_an_installation_that_nobody_runs() -> None:
    leaver = make_leaver("administrator")
    with pytest.raises(Refused, match="seule personne"):
        ask_own_erasure(actor=leaver, keeps_texts=True)
    successor = make_member("administrator")
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    RoleGrant.objects.filter(member=successor).delete()
    erasing.erase(erasure_id=erasure.pk)
    assert Member.objects.filter(pk=ID).exists()


def test_an_administrator_sees_what_names_the_person_and_decides(scene: tuple[Member, Member]) -> None:
    _leaver, colleague = scene
    administrator = make_member("administrator")
    with pytest.raises(Refused):
        order_erasure(actor=colleague, member_id=ID, reason="left", keeps_texts=True)
    erasure = order_erasure(actor=administrator, member_id=ID, reason="left", keeps_texts=True)
    with pytest.raises(Refused, match="On cherche encore"):
        carry_out(actor=administrator, erasure_id=erasure.pk, name=f"{FIRST} {LAST}")
    erasing.look(erasure_id=erasure.pk)
    erasure.refresh_from_db()
    titles = [
        found
        for found in erasure.found
        if found["key"].startswith("conversations_thread.title") and "Le départ" in found["title"]
    ]
    assert titles and titles[0]["url"].startswith("/conversations/threads/") and LAST in titles[0]["around"]
    left = [titles[0]["key"], "people_member.email:1"]
    choose_left(actor=administrator, erasure_id=erasure.pk, shown=left, leave=left)
    with pytest.raises(Refused, match="pas le nom"):
        carry_out(actor=administrator, erasure_id=erasure.pk, name="Claire Marchand")
    carry_out(actor=administrator, erasure_id=erasure.pk, name=f" {FIRST.upper()}  {LAST} ")
    run_jobs()
    erasure.refresh_from_db()
    assert Thread.objects.filter(title=f"Le départ de {LAST} {FIRST}").exists()
    # What was left is said, so that nobody believes it gone.
    assert {left["table"] for left in erasure.residue} == {"conversations_thread", "search_document"}
    assert erasure.leave == erasure.found == []


def test_a_name_in_a_list_of_topics_is_replaced_and_what_is_too_long_is_cut() -> None:
    leaver, colleague = make_leaver(), make_member()
    name = f"{FIRST} {LAST}"
    topics = ['La paie, dite "la paie"', f"{name} " + "x" * (79 - len(name)), f"Comme {name}"]
    Volunteer.objects.create(member=colleague, topics=topics, changed_at=clock.now())
    erasure = _erase(leaver, keeps_texts=True)
    kept = Volunteer.objects.get().topics
    assert kept[0] == topics[0] and kept[1].startswith("[ancien membre] x") and kept[2] == "Comme [ancien membre]"
    assert LAST not in str(kept) and not erasure.residue


def test_a_restored_backup_is_cleaned_again() -> None:
    leaver = make_leaver()
    _erase(leaver, keeps_texts=True)
    make_leaver()
    assert erasing.erase_again(member_ids=[ID, 4]) == 1
    assert not Member.objects.filter(pk=ID).exists()
    assert erasing.erase_again(member_ids=[ID, 4]) == 0
