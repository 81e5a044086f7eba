"""An older backup is put back: whoever was erased since is erased again, as they had chosen."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essaim.conversations.models import Post
from essaim.conversations.tests.factories import make_post, make_thread
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure
from essaim.privacy.models import Erasure

from .leaver import ID, make_leaver

pytestmark = pytest.mark.django_db


def _restored() -> Post:
    """The leaver as an older backup has them, with a word in a colleague's thread."""
    return make_post(make_leaver(), make_thread(make_member()), "Ce que j'ai écrit.")


def _again(folder: Path, text: str) -> str:
    (folder / "erased.txt").write_text(text)
    said = StringIO()
    call_command("erased", again=(folder / "erased.txt").open(), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("knows", [True, False], ids=["the request is in the backup", "asked since"])
@pytest.mark.parametrize("keeps_texts", [True, False])
def test_the_choice_about_texts_holds_again(keeps_texts: bool, knows: bool, tmp_path: Path) -> None:
    erasing.erase(erasure_id=ask_own_erasure(actor=make_leaver(), keeps_texts=keeps_texts).pk)
    written = StringIO()
    call_command("erased", stdout=written)
    if not knows:
        Erasure.objects.all().delete()
    post = _restored()
    assert _again(tmp_path, written.getvalue()) == "1 erased again, 0 were not there\n"
    assert not Member.objects.filter(pk=ID).exists()
    assert Post.objects.get(pk=post.pk).source == ("Ce que j'ai écrit." if keeps_texts else "")
    assert Erasure.objects.get().keeps_texts == keeps_texts
    assert _again(tmp_path, written.getvalue()) == "0 erased again, 1 were not there\n"


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_a_list_of_numbers_alone_is_taken_and_the_row_that_is_there_says_what_was_chosen(
    keeps_texts: bool, tmp_path: Path
) -> None:
    post = _restored()
    ask_own_erasure(actor=Member.objects.get(pk=ID), keeps_texts=keeps_texts)
    assert _again(tmp_path, f"{ID}\n\n4\n") == "1 erased again, 1 were not there\n"
    assert Post.objects.get(pk=post.pk).source == ("Ce que j'ai écrit." if keeps_texts else "")


@pytest.mark.parametrize("line", ["Claire", "4 keeps", "4 keeps-texts removes-texts"])
def test_what_is_no_such_list_erases_nobody(line: str, tmp_path: Path) -> None:
    _restored()
    with pytest.raises(CommandError, match="Nothing was erased"):
        _again(tmp_path, f"{ID}\n{line}\n")
    assert Member.objects.filter(pk=ID).exists()
