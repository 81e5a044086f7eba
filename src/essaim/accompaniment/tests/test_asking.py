"""A member asks; who is offered, who may be asked, and what the two then have."""

import datetime
import uuid

import pytest
from django.test import Client

from essaim.accompaniment import choosing, queries
from essaim.accompaniment.actions.asking import Wish, ask
from essaim.accompaniment.actions.meeting import decline
from essaim.accompaniment.models import Accompaniment, Volunteer
from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.factories import make_theme
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.actions.topics import state_topics
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_job_family, make_member, make_site, make_team
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .factories import make_accompaniment, make_volunteer, soon

pytestmark = pytest.mark.django_db


def test_those_closest_come_first_and_each_says_why() -> None:
    job, team = make_job_family(), make_team("Service client")
    asker = make_member(job_family=job, team=team, site=make_site())
    far, near, knows = make_member(), make_member(team=team), make_member(job_family=job)
    state_topics(actor=knows, topics=["Les tableurs"])
    make_volunteer(knows, topics=["Les tableurs"])
    for one in (far, near):
        make_volunteer(one)
    found = choosing.candidates(asker, None, "Je voudrais apprivoiser le tableur")
    assert [one.id for one in found] == [knows.pk, near.pk, far.pk]
    assert found[0].whys == ["on peut lui demander\N{NO-BREAK SPACE}: Les tableurs", "même métier que vous"]
    assert found[1].whys == ["votre équipe"]
    assert found[2].whys == ["a du temps en ce moment"]


def test_seven_at_most_and_nobody_who_is_full_away_unwilling_or_outside() -> None:
    asker, insider = make_member(), make_member()
    audience = make_audience("reserve", insider, asker)
    there = Anchor("Là", "/la/", restricted_to=[audience.pk])
    anchors.kinds.add("hidden-place", anchors.Kind("SELECT json_build_array({id})", lambda _id, _row: there))
    try:
        for _n in range(9):
            make_volunteer(make_member())
        full, away, unwilling = make_member(first_name="Plein"), make_member(), make_member()
        make_volunteer(full, at_once=1)
        make_accompaniment(make_member(), full)
        make_volunteer(full, at_once=1)
        make_volunteer(away, away_until=clock.today())
        make_volunteer(unwilling, willing=False)
        assert len(choosing.candidates(asker)) == 7
        for nobody in (full, away, unwilling, asker):
            assert not choosing.may_ask(asker, nobody.pk)
        make_volunteer(insider)
        assert [one.id for one in choosing.candidates(load_member(asker.pk), ("hidden-place", 3))] == [insider.pk]
    finally:
        del anchors.kinds._items["hidden-place"]


def test_what_one_may_not_see_says_nothing_of_who_may_or_of_who_finished_it() -> None:
    inside, outside = make_member(), make_member()
    asker, theme = make_member(), make_theme("secret")
    audience = make_audience("reserve", inside)
    make_volunteer(inside)
    make_volunteer(outside)
    Volunteer.objects.update(theme_ids=[theme.pk])
    there = Anchor("Là", "/la/", restricted_to=[audience.pk], theme_id=theme.pk)
    anchors.kinds.add("hidden-place", anchors.Kind("SELECT json_build_array({id})", lambda _id, _row: there))
    anchors.familiar.add("hidden-place", f"SELECT 3 WHERE %(me)s = {inside.pk}")
    try:
        assert choosing.candidates(asker, ("hidden-place", 3)) == choosing.candidates(asker)
        assert choosing.may_ask(asker, outside.pk, ("hidden-place", 3))
        audience.memberships.create(member=asker)
        [offered] = choosing.candidates(load_member(asker.pk), ("hidden-place", 3))
        assert offered.id == inside.pk and offered.whys == ["accompagne sur ce thème", "a terminé cette leçon"]
    finally:
        del anchors.kinds._items["hidden-place"], anchors.familiar._items["hidden-place"]


def test_asking_twice_with_one_form_asks_once_and_opens_one_private_thread(client: Client) -> None:
    asker, helper, nosy = make_member(first_name="Paul"), make_member(first_name="Léa"), make_member("facilitator")
    make_volunteer(helper)
    key = uuid.uuid4()
    wish = Wish(text="Je voudrais **y arriver**.", helper_id=helper.pk, times=[soon(3), soon(2), soon(2)])
    made = [ask(actor=asker, key=key, wish=wish, language="fr").pk for _twice in range(2)]
    assert made[0] == made[1]
    assert Accompaniment.objects.get().times == [soon(2), soon(3)]
    thread = Thread.objects.get()
    assert set(thread.restricted_to) == {-asker.pk, -helper.pk}
    for who, status in ((asker, 200), (helper, 200), (nosy, 404)):
        client.force_login(who)
        assert client.get(f"/conversations/threads/{thread.pk}/").status_code == status
        assert client.get(f"/accompaniment/accompaniments/{made[0]}/").status_code == status
        assert client.get(f"/accompaniment/testimonies/{made[0]}/").status_code == 404
    client.force_login(asker)
    assert f"Entre vous et {helper.name}" in client.get(f"/conversations/threads/{thread.pk}/").text
    assert f"Entre vous et {helper.name}" in client.get("/conversations/threads/").text
    with pytest.raises(Accompaniment.DoesNotExist):
        ask(actor=nosy, key=key, wish=wish, language="fr")


def test_the_last_place_is_taken_once_and_the_words_come_back(client: Client) -> None:
    helper = make_volunteer(make_member(), at_once=1)
    asker, late = make_member(), make_member()
    wish = Wish(text="Aidez-moi.", helper_id=helper.pk)
    ask(actor=asker, key=uuid.uuid4(), wish=wish, language="fr")
    with pytest.raises(Refused, match="pas disponible"):
        ask(actor=late, key=uuid.uuid4(), wish=wish, language="fr")
    assert Thread.objects.count() == 1
    client.force_login(late)
    other = make_volunteer(make_member())
    sent = client.post("/accompaniment/new/", {"key": str(uuid.uuid4()), "text": "Aidez-moi donc.", "helper": str(helper.pk)})
    assert sent.status_code == 422
    assert "Aidez-moi donc." in sent.text
    assert other.name in sent.text


def test_bad_times_are_told_and_nothing_is_asked(client: Client) -> None:
    asker, helper = make_member(), make_volunteer(make_member())
    past = clock.now() - datetime.timedelta(hours=1)
    for times, code in (([past], "time-past"), ([soon(300)], "time-far"), ([soon(n) for n in (1, 2, 3, 4)], "times-many")):
        with pytest.raises(Refused) as error:
            ask(actor=asker, key=uuid.uuid4(), wish=Wish(text="x", helper_id=helper.pk, times=times), language="fr")
        assert error.value.code == code
    with pytest.raises(Refused):
        ask(actor=asker, key=uuid.uuid4(), wish=Wish(text="  ", helper_id=helper.pk), language="fr")
    client.force_login(asker)
    typed = {"key": str(uuid.uuid4()), "text": "Bonjour", "helper": str(helper.pk), "day1": "2027-01-04", "hour2": "25:00"}
    sent = client.post("/accompaniment/new/", typed)
    assert sent.status_code == 422
    assert "Dites à quelle heure." in sent.text
    assert "Écrivez une heure" in sent.text
    assert not Accompaniment.objects.exists()
    assert not Post.objects.exists()


def test_a_facilitator_is_always_there_unless_away() -> None:
    asker = make_member()
    assert choosing.facilitator_for(asker) is None
    aurelie, bruno = make_member("facilitator"), make_member("facilitator")
    made = ask(actor=asker, key=uuid.uuid4(), wish=Wish(text="Aidez-moi.", helper_id=None), language="fr")
    assert made.helper_id in (aurelie.pk, bruno.pk)
    other = bruno if made.helper_id == aurelie.pk else aurelie
    assert choosing.facilitator_for(make_member()) == other.pk
    make_volunteer(other, willing=False, away_until=clock.today())
    assert not choosing.may_ask(asker, other.pk)


def test_whoever_declined_is_not_offered_again_and_the_words_are_kept_for_another(client: Client) -> None:
    asker, helper = make_member(), make_member()
    made = make_accompaniment(asker, helper)
    decline(actor=helper, id=made.pk, word="Pas cette semaine, désolé.")
    assert not choosing.candidates(asker)
    assert Post.objects.order_by("number").last().source == "Pas cette semaine, désolé."
    client.force_login(asker)
    page = client.get(f"/accompaniment/new/?again={made.pk}").text
    assert "Je voudrais apprivoiser le tableur." in page
    client.force_login(make_member())
    assert "apprivoiser" not in client.get(f"/accompaniment/new/?again={made.pk}").text


def test_a_member_and_a_team_page_say_who_accompanies_until_they_are_full(client: Client) -> None:
    team = make_team("Service client")
    helper = make_volunteer(make_member(team=team), at_once=1)
    client.force_login(make_member())
    for page in (f"/people/members/{helper.pk}/", f"/people/teams/{team.pk}/"):
        assert f"/accompaniment/new/?helper={helper.pk}" in client.get(page).text
    make_accompaniment(make_member(), helper)
    make_volunteer(helper, at_once=1)
    for page in (f"/people/members/{helper.pk}/", f"/people/teams/{team.pk}/"):
        assert "/accompaniment/new/" not in client.get(page).text


def test_a_topic_that_a_volunteer_took_back_is_shown_no_more() -> None:
    helper, other = make_member(), make_member()
    for one, topics in ((helper, ["Les tableurs", "La paie"]), (other, [])):
        state_topics(actor=one, topics=topics)
        make_volunteer(one, topics=topics)
    assert queries.offered_by([helper.pk])[0].topics == ["Les tableurs", "La paie"]
    state_topics(actor=helper, topics=["La paie"])
    state_topics(actor=other, topics=["Les tableurs"])
    assert {one.id: one.topics for one in queries.offered_by([helper.pk, other.pk])} == {helper.pk: ["La paie"], other.pk: []}
