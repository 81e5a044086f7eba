"""A year of somebody who leaves, and the folders in which it left files."""

from pathlib import Path
from typing import Any

import pytest
from tests.guard.world import make_world

from essaim.kernel import clock
from essaim.learning.models import Lesson
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy.models import Erasure

from .corners import leave_in_corners
from .leaver import EMAIL, FIRST, LAST, leave_traces, make_leaver, run_jobs


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
