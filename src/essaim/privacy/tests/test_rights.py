"""My data, the archive that is handed over once, periods that the clock ends, and the record of processing."""

import io
import json
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.tests.factories import make_post, make_thread
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.notifications.models import Notification
from essaim.people.actions.tokens import create_token
from essaim.people.holdings.record import LONG_AGO
from essaim.people.models import Member, Scope
from essaim.people.tests.factories import make_member
from essaim.privacy.actions.retention import apply_periods
from essaim.privacy.holdings import Reader, all_holdings
from essaim.privacy.models import Archive
from essaim.ui.dates import day

from .leaver import run_jobs

pytestmark = pytest.mark.django_db


def test_the_archive_has_everything_and_is_handed_over_once(client: Client) -> None:
    claire, other = make_member(first_name="Claire", last_name="Marchand"), make_member()
    thread = make_thread(claire, source="Ma question à moi.")
    make_post(other, thread, "La réponse d'un autre.")
    client.force_login(claire)
    for _twice in range(2):
        client.post("/privacy/archives/")
    run_jobs()
    told = Notification.objects.get(recipient=claire, kind="privacy.archive")
    assert day(told.created_at + timedelta(days=7)) in told.excerpt, "the day, whenever quiet hours let the mail leave"
    key = Archive.objects.get(member_id=claire.pk).key
    client.force_login(other)
    assert client.post(f"/privacy/archives/{key}/").status_code == 302
    client.force_login(claire)
    taken: Any = client.post(f"/privacy/archives/{key}/")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        about = json.loads(archive.read("holdings.json"))
        posts = json.loads(archive.read("conversations.posts/posts.json"))["rows"]
        page = archive.read("index.html").decode()
    assert {one["name"] for one in about["holdings"]} == {holding.name for holding in all_holdings()}
    assert [post["source"] for post in posts] == ["Ma question à moi."]
    assert "Ma question à moi." in page and "La réponse d'un autre." not in page
    assert client.post(f"/privacy/archives/{key}/").status_code == 302
    assert bytes(Archive.objects.get().content or b"") == b""


def test_every_purpose_goes_on_from_the_word_before_it(client: Client) -> None:
    client.force_login(make_member(language="en"))
    page = unescape(client.get("/privacy/data/").content.decode())
    said = re.findall(r'<p class="meta">(For .+?)\. ', page)
    assert len(said) == len(all_holdings())
    assert [words for words in said if not re.match(r"For [a-z]+ing\b", words)] == [], "after For stands what is done"


def test_the_archive_is_asked_for_before_the_long_list(client: Client) -> None:
    client.force_login(make_member())
    page = client.get("/privacy/data/").content.decode()
    assert page.count('action="/privacy/archives/"') == page.count("Tout prendre avec soi") == 1
    assert page.index("<h1>") < page.index("Tout prendre avec soi") < page.index('action="/privacy/archives/"')
    assert page.index('action="/privacy/archives/"') < page.index('<ol class="lines">')


def test_after_six_months_the_log_and_the_sign_ins_name_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    claire, other = make_member(), make_member()
    now = clock.now()
    Member.objects.filter(pk=claire.pk).update(last_login=now)
    make_thread(claire, source=f"Avec @[X](member:{other.pk}).")
    Entry.objects.create(
        type="people.member-changed", actor_id=None, subject_type="member", subject_id=claire.pk, payload={}, occurred_at=now
    )
    named = Entry.objects.filter(actor_id=claire.pk)
    assert named.exists()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=150))
    apply_periods()
    assert named.exists() and Member.objects.get(pk=claire.pk).last_login == now
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=190))
    kept = Entry.objects.count()
    assert apply_periods()["journal.acts"] > 0
    assert Entry.objects.count() == kept
    assert not Entry.objects.exclude(actor_id=None).exists()
    assert not Entry.objects.filter(subject_type="member").exclude(subject_id=0).exists()
    assert all(not entry.payload.get("mentioned") for entry in Entry.objects.all())
    assert all(entry.occurred_at.hour == entry.occurred_at.second == 0 for entry in Entry.objects.all())
    # That somebody came once is still known: they are not invited again.
    assert Member.objects.get(pk=claire.pk).last_login == LONG_AGO
    assert not any(apply_periods().values())


@pytest.mark.parametrize("holding", all_holdings(), ids=lambda holding: holding.name)
def test_each_holding_has_its_page(holding: Any, client: Client) -> None:
    client.force_login(make_member())
    package, _, part = holding.name.partition(".")
    page = client.get(f"/privacy/data/{package}/{part}/")
    assert page.status_code == 200


# Of whom each holding says that they see something of a member: who is added to what is seen is added here, or this fails.
COLLEAGUES, MANAGER, FACILITATORS, ADMINISTRATORS = Reader
SEEN = {
    "journal.acts": {ADMINISTRATORS},
    "privacy.jobs": {ADMINISTRATORS},
    "privacy.requests": {ADMINISTRATORS},
    "people.member": {COLLEAGUES, FACILITATORS, ADMINISTRATORS},
    "people.sign-in": {ADMINISTRATORS},
    "people.audit": {ADMINISTRATORS},
    "people.audiences": {FACILITATORS},
    "people.invitations": {FACILITATORS},
    "people.imports": {FACILITATORS},
    "people.team": {COLLEAGUES, MANAGER},
    "notifications.received": {FACILITATORS},
    "search.document": {COLLEAGUES},
    "content.editing": {FACILITATORS, COLLEAGUES},
    "learning.progress": {FACILITATORS, MANAGER},
    "conversations.posts": {COLLEAGUES},
    "conversations.votes": {COLLEAGUES},
    "conversations.moderation": {FACILITATORS},
    "conversations.beside": {COLLEAGUES},
    "announcements.announcements": {COLLEAGUES, FACILITATORS},
    "accompaniment.volunteer": {COLLEAGUES},
    "accompaniment.accompaniment": {COLLEAGUES, FACILITATORS},
}


def _who_sees(page: str) -> dict[str, str]:
    """Each reader's lines on a member's page, as text."""
    shown = page[page.index('<details class="who-sees">') :].partition("</details>")[0]
    lines = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", shown, re.DOTALL)
    return {unescape(label): unescape(re.sub(r"<[^>]+>", "", words)) for label, words in lines}


def test_everybody_reads_who_sees_what_of_a_member(client: Client) -> None:
    claire = make_member()
    for reader in (claire, make_member(), make_member("administrator")):
        client.force_login(reader)
        said = _who_sees(client.get(f"/people/members/{claire.pk}/").content.decode())
        assert set(said) == {str(one.label) for one in Reader}
        for holding in all_holdings():
            for one, words in holding.readers.items():
                assert f"{holding.title} {words}" in said[str(one.label)], f"{holding.name}: {one}"
    assert {holding.name: set(holding.readers) for holding in all_holdings() if holding.readers} == SEEN


def test_what_an_administrator_may_read_of_the_journal_is_said(client: Client) -> None:
    claire, administrator = make_member(), make_member("administrator")
    make_thread(claire)
    token, secret = create_token(
        actor=administrator, member=administrator, name="Suivi", scopes=[Scope.EVENTS], lifetime=timedelta(days=1), key=new_key()
    )  # fmt: skip
    Entry.objects.update(occurred_at=clock.now() - timedelta(hours=1))
    followed = client.get("/api/v1/events", headers={"Authorization": f"Bearer {secret}"}).json()
    assert claire.pk in {one["actor_id"] for one in followed["items"]} and token
    client.force_login(claire)
    for page in (f"/people/members/{claire.pk}/", "/privacy/record/", "/privacy/record/csv/"):
        said = client.get(page).content.decode()
        assert "un jeton pour suivre le journal" in said and "sans page pour cela" in said


def test_the_record_is_a_page_and_a_file_with_every_holding(client: Client) -> None:
    client.force_login(make_member())
    page = client.get("/privacy/record/").content.decode()
    rows = client.get("/privacy/record/csv/").content.decode("utf-8-sig")
    for holding in all_holdings():
        assert str(holding.keep) in rows
        assert rows.count("\n") > len(all_holdings())
    assert "Registre des traitements" in page


def test_the_record_names_who_gets_something_outside(client: Client) -> None:
    """A device's notifications pass the maker of its browser; a film stands where it is kept."""
    client.force_login(make_member())
    page = unescape(client.get("/privacy/record/").content.decode())
    rows = client.get("/privacy/record/csv/").content.decode("utf-8-sig")
    for text in (page, rows):
        assert "service du fabricant de son navigateur" in text and "YouTube" in text
        assert "n'envoie rien ailleurs" not in text


def test_pages_cost_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_member("administrator"))
    client.get("/privacy/record/")
    for path in ("data", "leaving", "erasures", "record", "data/conversations/posts"):
        with django_assert_max_num_queries(12):
            client.get(f"/privacy/{path}/")
