"""What is unread is counted, listed and marked as read the same way."""

from typing import Any

import pytest

from essaim.conversations import queries, reading
from essaim.conversations.actions.following import follow_theme, follow_thread, mark_all_read
from essaim.conversations.models import Level
from essaim.conversations.reading import rail
from essaim.people.models import Member

from .factories import make_post, make_theme, make_thread
from .test_following import row, signed_in
from .test_notifications import work

pytestmark = pytest.mark.django_db


def test_unread_list_and_counts(asker: Member, reader: Member) -> None:
    theme, other = make_theme("ecoute"), make_theme("outils")
    mine, elsewhere = make_thread(asker, theme_id=theme.pk, title="Suivi"), make_thread(asker, title="Ailleurs")
    make_post(reader, mine)
    make_post(asker, mine)
    make_post(asker, elsewhere)
    work()
    client = signed_in(reader)
    page = client.get("/conversations/threads/?show=unread").text
    assert "Suivi" in page and "Ailleurs" not in page and "1 nouveau message" in page
    counts = {one.slug: one.unread for one in rail(reader).themes}
    assert counts == {"ecoute": 1, "outils": 0} and rail(reader).unread == 1
    client.get(f"/conversations/threads/{mine.pk}/")
    assert rail(reader).unread == 0
    assert "Vous êtes à jour" in client.get("/conversations/threads/?show=unread").text
    # A theme: what comes from now on.
    old = make_thread(asker, theme_id=other.pk, title="D'avant")
    follow_theme(actor=reader, theme_id=other.pk, level=Level.FOLLOWED)
    new = make_thread(asker, theme_id=other.pk, title="D'après")
    assert [one.id for one in queries.list_threads(reader, show="unread")] == [new.pk]
    assert rail(reader).unread == 1
    make_post(asker, old)
    assert rail(reader).unread == 2
    follow_thread(actor=reader, thread_id=new.pk, level=Level.MUTED)
    assert [one.id for one in queries.list_threads(reader, show="unread")] == [old.pk]
    assert mark_all_read(actor=reader) == 1
    assert rail(reader).unread == 0 and mark_all_read(actor=reader) == 0


def test_all_of_a_theme_is_read_at_once_and_no_more(asker: Member, reader: Member) -> None:
    theme = make_theme()
    inside, outside = make_thread(asker, theme_id=theme.pk), make_thread(asker)
    for thread in (inside, outside):
        make_post(reader, thread)
        make_post(asker, thread)
    work()
    signed_in(reader).post("/conversations/follows/read/", {"theme": theme.slug})
    assert row(reader, inside).unread == 0 and row(reader, outside).unread == 1


def test_an_old_thread_that_one_follows_is_found_by_its_theme(
    asker: Member, reader: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = make_theme()
    follow_theme(actor=reader, theme_id=theme.pk, level=Level.FOLLOWED)
    old, young = (make_thread(asker, theme_id=theme.pk) for _ in range(2))
    for thread in (old, young):
        follow_thread(actor=reader, thread_id=thread.pk, level=Level.FOLLOWED)
    # Of what one follows and has not read only one is counted; both stand among the latest of the theme.
    monkeypatch.setattr(reading, "_RAIL", reading._RAIL.replace(f"LIMIT {reading._COUNTED}", "LIMIT 1"))
    assert rail(reader).unread == 2


def test_the_list_and_what_stands_beside_it_are_asked_together(asker: Member, reader: Member) -> None:
    theme = make_theme()
    follow_theme(actor=reader, theme_id=theme.pk, level=Level.FOLLOWED)
    threads = [make_thread(asker, theme_id=theme.pk) for _ in range(3)] + [make_thread(asker)]
    follow_thread(actor=reader, thread_id=threads[-1].pk, level=Level.FOLLOWED)
    cursor = (threads[2].last_post_at, threads[2].pk)
    chosen: list[dict[str, Any]] = [
        {}, {"theme": theme.slug}, {"theme": "nulle-part"}, {"show": "unread"}, {"show": "unread", "theme": theme.slug}, {"show": "mine"},
        {"kind": "question"}, {"kind": "poll"}, {"before": cursor}, {"show": "unread", "before": cursor},
    ]  # fmt: skip
    found = [queries.listing(reader, limit=2, **one) for one in chosen]
    assert [rows for rows, _rail in found] == [queries.list_threads(reader, limit=2, **one) for one in chosen]
    assert {len(rows) for rows, _rail in found} == {0, 2}
    assert all(beside == rail(reader) for _rows, beside in found) and rail(reader).unread == 4
