"""The coverage page: groups, never persons, from figures that the worker took."""

import datetime
import html
import random
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.adoption.actions.coverage import take_snapshot
from essaim.adoption.models import CoverageSnapshot, Reckoning
from essaim.adoption.tasks import take_snapshot_hourly
from essaim.conversations.tests.factories import make_post, make_thread
from essaim.kernel import clock
from essaim.learning.models import Lesson, Progress, Sequence, SequenceText
from essaim.people.actions.audiences import create_audience, refresh_audience
from essaim.people.models import Audience, Member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client: Client) -> Member:
    member = make_member("facilitator")
    client.force_login(member)
    return member


def test_figures_are_taken_whole_or_not_at_all(facilitator: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was counted for the week and what is shown of it go together: else the next week would be beside figures nobody saw."""

    def gives_up(**_given: Any) -> None:
        raise RuntimeError

    put("all", make_people(8))
    monkeypatch.setattr(CoverageSnapshot.objects, "update_or_create", gives_up)
    with pytest.raises(RuntimeError):
        take_snapshot()
    assert not Reckoning.objects.exists()


def make_people(count: int) -> list[Member]:
    made = [Member(email=f"p{n}-{uuid.uuid4().hex}@brindel.example", first_name="P", last_name=str(n)) for n in range(count)]
    return Member.objects.bulk_create(made)


def put(slug: str, members: list[Member]) -> Audience:
    audience = make_audience(slug)
    audience.memberships.all().delete()
    audience.memberships.bulk_create(audience.memberships.model(audience=audience, member=member) for member in members)
    return audience


def make_sequence(title: str = "Répondre en public", **fields: Any) -> Sequence:
    sequence = Sequence.objects.create(translation_key=uuid.uuid4(), live=True, **fields)
    SequenceText.objects.create(sequence=sequence, language="fr", slug=f"s{sequence.pk}", title=title)
    for position in range(2):
        Lesson.objects.create(translation_key=uuid.uuid4(), sequence=sequence, position=position, live=True)
    return sequence


def progress(sequence: Sequence, begun: list[Member], finished: list[Member]) -> None:
    """``begun`` opened the first lesson, ``finished`` completed all of them."""
    first, *_rest = lessons = list(sequence.lessons.order_by("position"))
    now = clock.now()
    Progress.objects.bulk_create(
        [Progress(member=member, lesson=first, begun_at=now) for member in begun if member not in finished]
        + [Progress(member=member, lesson=lesson, begun_at=now, completed_at=now) for member in finished for lesson in lessons]
    )


def table_of(page: str, number: int = 0) -> dict[str, list[str]]:
    """The rows of the page's table, as a reader sees them."""
    body = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)[number]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.S)
    return {html.unescape(name): re.findall(r"<td[^>]*>(?:<span>)?(.*?)<", cells) for name, cells in rows}


def near(shown: str, true: int, slack: int = 5) -> bool:
    return int(shown.replace("\u202f", "")) % 5 == 0 and abs(int(shown.replace("\u202f", "")) - true) < slack


def test_only_facilitators_enter(client: Client) -> None:
    assert client.get("/adoption/coverage/").status_code == 302
    client.force_login(make_member())
    assert client.get("/adoption/coverage/").status_code == 403
    assert 'href="/adoption/coverage/"' not in client.get("/people/members/").content.decode()


def test_the_entry_is_in_the_bar_of_facilitators_and_administrators(client: Client) -> None:
    for role in ("facilitator", "administrator"):
        client.force_login(make_member(role))
        assert 'href="/adoption/coverage/"' in client.get("/people/members/").content.decode()


def test_figures_by_audience_and_sequence(client: Client, facilitator: Member) -> None:
    people = make_people(80)
    service, rest = people[:30], people[30:]
    put("service-client", service)
    sequence = make_sequence()
    progress(sequence, begun=service[:20] + rest[:11], finished=service[:12])
    page = client.get("/adoption/coverage/").content.decode()
    rows = table_of(page)
    members, begun, finished = rows["Tout le monde"]
    # Two atoms: each strays by less than five.
    assert near(members, 81, 9) and near(begun, 31, 9) and near(finished, 12, 9)
    members, begun, finished = rows["Service-client"]
    assert near(members, 30) and near(begun, 20) and near(finished, 12)
    assert "Chiffres pris" in page


def test_an_audience_under_five_is_hidden_and_the_page_says_so(client: Client, facilitator: Member) -> None:
    people = make_people(40)
    put("petit", people[:4])
    make_sequence()
    page = client.get("/adoption/coverage/").content.decode()
    assert table_of(page)["Petit"] == ["non montré"]
    assert "Trop petits pour des chiffres" in page


def test_of_two_audiences_that_differ_by_one_person_one_is_shown(client: Client, facilitator: Member) -> None:
    people = make_people(60)
    put("avec", people[:21])
    put("sans", people[:20])
    progress(make_sequence(), begun=people[:15], finished=people[:8])
    rows = table_of(client.get("/adoption/coverage/").content.decode())
    assert [rows["Avec"], rows["Sans"]].count(["non montré"]) == 1


def test_leaving_one_person_out_changes_no_figure_whether_or_not_they_began(client: Client) -> None:
    """An audience edited between two snapshots: whoever compares them sees the same figures."""
    moves: dict[bool, list[int]] = {True: [], False: []}
    for began in (True, False):
        for _ in range(8):
            Reckoning.objects.all().delete()
            Member.objects.all().delete()
            Sequence.objects.all().delete()
            people = make_people(40)
            target, others = people[0], people[1:20]
            progress(make_sequence(), begun=random.sample(others, 12) + ([target] if began else []), finished=[])
            figures = []
            for members in ([target, *others], others):
                audience = put("public", members)
                row = next(row for row in take_snapshot().rows if row["audience"] == audience.pk)
                ((begun, _finished),) = row["sequences"].values()
                figures.append(begun[0])
            moves[began].append(figures[0] - figures[1])
    for seen in moves.values():
        assert set(seen) == {0}


def test_an_audience_of_stated_objectives_has_no_figures(client: Client, facilitator: Member) -> None:
    people = make_people(60)
    audience = create_audience(actor=None, name="Écoute", rule={"objective_theme": [1]})
    put(audience.slug, people[:30])
    progress(make_sequence(), begun=people[:20], finished=[])
    page = client.get("/adoption/coverage/").content.decode()
    assert table_of(page)["Écoute"] == ["non montré"]
    assert "Jamais montrés : Écoute" in page.replace("\u00a0", " ")


def test_audiences_for_whom_a_sequence_was_made_come_first(client: Client, facilitator: Member) -> None:
    people = make_people(60)
    large, small = put("grand", people[:30]), put("petit", people[:28])
    make_sequence(proposed_to=[small.pk])
    rows = {row["audience"] for row in take_snapshot().rows}
    assert small.pk in rows and large.pk not in rows


def test_nothing_is_shown_of_an_organisation_of_four(client: Client, facilitator: Member) -> None:
    make_people(3)
    make_sequence()
    page = client.get("/adoption/coverage/").content.decode()
    assert "Trop peu de monde" in page and "<table" not in page


def test_without_a_sequence_the_page_says_what_to_do(client: Client, facilitator: Member) -> None:
    make_people(10)
    assert "Pas encore de séquence" in client.get("/adoption/coverage/").content.decode()


def test_the_page_does_not_count_and_says_when_it_was_counted(
    client: Client, facilitator: Member, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(40)
    put("service-client", people[:20])
    sequence = make_sequence()
    client.get("/adoption/coverage/")
    progress(sequence, begun=people, finished=people)
    with django_assert_num_queries(7):  # session, snapshot, audiences, titles, questions, how many, accompaniments
        page = client.get("/adoption/coverage/").content.decode()
    assert table_of(page)["Service-client"][1] == "presque personne"
    # Not before Monday, however often the worker looks.
    take_snapshot_hourly(0)
    assert table_of(client.get("/adoption/coverage/").content.decode())["Service-client"][1] == "presque personne"
    later = clock.now() + datetime.timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    take_snapshot_hourly(0)
    assert near(table_of(client.get("/adoption/coverage/").content.decode())["Service-client"][1], 20)
    assert CoverageSnapshot.objects.count() == 1


def test_what_came_or_went_since_is_said(client: Client, facilitator: Member) -> None:
    people = make_people(40)
    gone = put("parti", people[:20])
    make_sequence()
    take_snapshot()
    gone.delete()
    refresh_audience(create_audience(actor=None, name="Nouveau", rule={"all": []}).pk)
    page = client.get("/adoption/coverage/").content.decode()
    assert "Parti" not in page and "Comptés la prochaine fois : Nouveau" in page.replace("\u00a0", " ")


def test_inactive_members_are_not_counted() -> None:
    people = make_people(30)
    Member.objects.filter(pk__in=[member.pk for member in people[20:]]).update(is_active=False)
    sequence = make_sequence()
    progress(sequence, begun=people, finished=[])
    (row,) = take_snapshot().rows
    assert abs(row["people"] - 20) < 5
    assert abs(row["sequences"][str(sequence.pk)][0][0] - 20) < 5


def test_questions_without_an_answer_are_listed_and_answered_ones_are_not(client: Client, facilitator: Member) -> None:
    make_people(10)
    assert "Chaque question a reçu une réponse" in client.get("/adoption/coverage/").content.decode()
    asking, waiting, answered = make_member(), "Qui lit les avis ?", "Peut-on citer un client ?"
    make_thread(asking, title=waiting)
    make_post(make_member(), make_thread(asking, title=answered))
    page = html.unescape(client.get("/adoption/coverage/").content.decode())
    assert "Qui lit les avis" in page and "Peut-on citer" not in page
    assert "1 question attend" in page
