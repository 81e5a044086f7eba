"""The checklist that opens an instance."""

import uuid

import pytest
from django.test import Client
from tests.plugins.queries import recorded

from essaim.accompaniment.tests.factories import make_accompaniment
from essaim.adoption.launch import opening
from essaim.organisation.models import JobFamily, Objective, Theme
from essaim.people.actions.proposals import propose_objective
from essaim.people.models import Audience, Member
from essaim.people.tests.factories import make_job_family, make_member

pytestmark = pytest.mark.django_db
LIST = "/adoption/checklist/"


@pytest.fixture
def nadia(client: Client) -> Member:
    member = make_member("administrator")
    client.force_login(member)
    return member


def stands() -> dict[str, str]:
    return {stand.name: "done" if stand.done else "skipped" if stand.skipped else "open" for stand in opening().stands}


def test_the_data_says_what_is_done(nadia: Member, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert set(stands().values()) == {"open"}
    make_member(job_family=make_job_family())
    assert stands()["people"] == stands()["structure"] == "done"
    Member.objects.update(job_family=None)
    JobFamily.objects.all().delete()
    assert stands()["structure"] == "open", "what is undone is asked for again"


def test_a_step_is_passed_over_taken_up_and_done_anyway(nadia: Member, client: Client) -> None:
    client.post(f"{LIST}structure/", {"act": "pass-over"})
    assert stands()["structure"] == "skipped"
    client.post(f"{LIST}structure/", {"act": "take-up"})
    assert stands()["structure"] == "open"
    client.post(f"{LIST}structure/", {"act": "pass-over"})
    make_job_family()
    assert stands()["structure"] == "done"


def test_one_goes_from_step_to_step_and_knows_the_way_back(nadia: Member, client: Client) -> None:
    make_member()
    page = client.get(f"{LIST}structure/", follow=True)
    assert page.redirect_chain == [("/organisation/structure/", 302)]
    assert f'href="{LIST}"' in page.content.decode().split("<main")[0]
    # A mistake keeps one where one is.
    assert client.post("/organisation/structure/", {"job_families": "", "sites": "", "teams": ""}).status_code == 422
    done = client.post(
        "/organisation/structure/", {"job_families": "Service client\nService client\n RH ", "sites": "", "teams": ""}
    )
    assert done["Location"] == f"{LIST}audiences/"
    assert sorted(JobFamily.objects.values_list("name", flat=True)) == ["RH", "Service client"]
    page = client.get(done["Location"], follow=True).content.decode()
    assert "Un public par métier" in page
    families = JobFamily.objects.order_by("pk").values_list("pk", flat=True)
    done = client.post("/people/audiences/", {"job_family": list(families)})
    assert Audience.objects.get(slug="service-client").refreshed_at
    assert done["Location"] != "/people/audiences/"
    # Passed over on its own page, one goes on too.
    client.get(f"{LIST}objectives/")
    assert client.post(f"{LIST}objectives/", {"act": "pass-over"})["Location"].startswith(LIST)
    # Back on the list, pages are as they always are.
    client.get(LIST)
    assert client.post("/organisation/structure/", {"sites": "Lyon"})["Location"] == "/organisation/structure/"


def test_objectives_are_proposed_with_their_themes_and_the_job_families_there_are(nadia: Member, client: Client) -> None:
    make_job_family("service-client", name="Service client")
    page = client.get("/organisation/objectives/").content.decode()
    assert page.count('name="objective"') == 8
    client.post("/organisation/objectives/", {"objective": ["moins-de-relances", "rubbish"]})
    one = Objective.objects.get()
    assert one.theme == Theme.objects.get() and [family.name for family in one.job_families.all()] == ["Service client"]
    assert client.get("/organisation/objectives/").content.decode().count('name="objective"') == 7


def test_home_shows_it_until_it_is_put_away(nadia: Member, client: Client) -> None:
    assert "Mise en route" in client.get("/").content.decode().split("<main")[1]
    assert client.post(LIST, {"act": "put-away"})["Location"] == "/"
    assert "Mise en route" not in client.get("/").content.decode().split("<main")[1]
    client.post(LIST, {"act": "bring-back"})
    assert "Mise en route" in client.get("/").content.decode().split("<main")[1]


def test_home_costs_a_facilitator_one_query_more_and_eight_at_most(client: Client) -> None:
    facilitator, manager = make_member("facilitator"), make_member()
    objective = Objective.objects.create(slug="ecouter", name="Écouter", theme=Theme.objects.create(slug="e", name="Écoute"))
    for member, above in ((facilitator, manager), (manager, facilitator)):
        Member.objects.filter(pk=member.pk).update(manager=above)
        # A manager's proposal is what else may cost home a query.
        propose_objective(actor=above, key=uuid.uuid4(), objective=objective)
    # And being in an accompaniment, another.
    make_accompaniment(facilitator, manager)
    costs = []
    for member in (facilitator, manager):
        client.force_login(member)
        client.get("/")
        with recorded() as asked:
            page = client.get("/").content.decode()
        assert "vous propose cet objectif" in page
        assert ("Mise en route" in page) == (member == facilitator)
        costs.append(len(asked))
    assert costs[0] == costs[1] + 1 <= 8


def test_members_see_nothing_of_it(client: Client) -> None:
    client.force_login(make_member())
    assert client.get(LIST).status_code == 403
    assert "Mise en route" not in client.get("/").content.decode()


def test_an_unknown_step_is_not_there(nadia: Member, client: Client) -> None:
    assert client.get(f"{LIST}rubbish/").status_code == 404
