"""A colleague's archive waits while somebody is erased: it waits on, without them."""

from pathlib import Path
from typing import Any

import pytest

from essaim.conversations.tests.factories import make_thread
from essaim.notifications.models import Notification
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy import sweep
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.archives import ask_archive, take_archive
from essaim.privacy.actions.erasures import ask_own_erasure
from essaim.privacy.archive import names
from essaim.privacy.models import Archive, Erasure
from essaim.privacy.queries import traces_of

from .leaver import FIRST, ID, LAST, make_leaver, run_jobs

pytestmark = pytest.mark.django_db
NAME = f"{FIRST} {LAST}"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path


def _waits(member: Member) -> Archive:
    ask_archive(actor=member)
    run_jobs()
    return Archive.objects.get(member=member)


def _erase() -> Erasure:
    erasure = ask_own_erasure(actor=Member.objects.get(pk=ID), keeps_texts=True)
    erasing.erase(erasure_id=erasure.pk)
    return Erasure.objects.get(pk=erasure.pk)


def test_an_archive_that_names_them_is_made_again_without_and_another_stays_as_it_is() -> None:
    make_leaver()
    names_them, does_not = make_member(), make_member()
    make_thread(names_them, title="Un départ", source=f"Merci à {NAME}.")
    theirs, other = _waits(names_them), _waits(does_not)
    traces = traces_of(ID)
    assert traces and names(bytes(theirs.content), traces) and not names(bytes(other.content), traces)
    # What is left over is found, were it left.
    assert {"table": "privacy_archive", "column": "content", "rows": 1} in sweep.residue(traces)

    erasure = _erase()

    assert erasure.residue == [] and erasure.report["privacy.requests"] == 1
    assert Archive.objects.get(pk=theirs.pk).content is None
    run_jobs()
    assert not names(take_archive(actor=names_them, key=theirs.key), traces)
    assert Notification.objects.filter(recipient=names_them, kind="privacy.archive").count() >= 1
    assert bytes(Archive.objects.get(pk=other.pk).content) == bytes(other.content)


def test_a_namesakes_own_archive_is_no_residue() -> None:
    make_leaver()
    namesake = make_member(first_name=FIRST, last_name=LAST)
    waits = _waits(namesake)
    assert _erase().residue == []
    run_jobs()
    assert Archive.objects.get(pk=waits.pk).content
