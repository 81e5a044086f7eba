"""Nobody edits faster than a person writes, or reacts without end; others are not held up."""

import pytest

from essaim.conversations.actions.pace import REACTIONS
from essaim.conversations.actions.posts import edit_post
from essaim.conversations.actions.reactions import react, withdraw_reaction
from essaim.conversations.actions.writing import PER_PACE
from essaim.kernel.errors import Refused
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db


def test_nobody_edits_faster_than_a_person() -> None:
    author = make_member()
    post = make_post(author, make_thread(author))
    for n in range(PER_PACE):
        edit_post(actor=author, post_id=post.pk, source=f"Version {n}.", language="fr")
    with pytest.raises(Refused) as refused:
        edit_post(actor=author, post_id=post.pk, source="Encore.", language="fr")
    assert refused.value.code == "too-fast"
    assert 0 < (refused.value.wait or 0) <= 600


def test_nobody_reacts_without_end() -> None:
    reader = make_member()
    post = make_post(make_member(), make_thread(make_member()))
    for _ in range(REACTIONS // 2):
        react(actor=reader, post_id=post.pk, meaning="useful")
        withdraw_reaction(actor=reader, post_id=post.pk, meaning="useful")
    with pytest.raises(Refused) as refused:
        react(actor=reader, post_id=post.pk, meaning="useful")
    assert refused.value.code == "too-fast"
    assert 0 < (refused.value.wait or 0) <= 60
    # Taking back is always possible, and others are not held up.
    withdraw_reaction(actor=reader, post_id=post.pk, meaning="useful")
    react(actor=make_member(), post_id=post.pk, meaning="useful")
