"""Three short steps: skipped, taken up again, and changed later."""

import pytest
from django.test import Client

from essaim.journal.models import Entry
from essaim.organisation.models import JobFamily, Objective, Theme
from essaim.people.models import Member

from .factories import make_audience, make_job_family, make_member

pytestmark = pytest.mark.django_db


def _objective(slug: str, *families: JobFamily) -> Objective:
    theme, _made = Theme.objects.get_or_create(slug="ecoute", defaults={"name": "Écoute"})
    objective = Objective.objects.create(slug=slug, name=slug.replace("-", " ").capitalize(), theme=theme)
    objective.job_families.set(families)
    return objective


@pytest.fixture
def newcomer(client: Client) -> Member:
    member = make_member(language="", onboarded_at=None)
    client.force_login(member)
    return member


def _stated(member: Member) -> set[int]:
    return set(member.stated_objectives.values_list("objective_id", flat=True))


def test_home_sends_a_newcomer_there_and_the_programme_comes_after(client: Client, newcomer: Member) -> None:
    family = make_job_family()
    chosen, _other = _objective("moins-de-relances", family), _objective("moins-de-reunions")
    assert client.get("/")["Location"] == "/people/first-steps/"
    assert client.get("/people/first-steps/")["Location"] == "/people/first-steps/language/"
    response = client.post("/people/first-steps/language/", {"language": "en"})
    assert response["Location"] == "/people/first-steps/job-family/"
    assert "What is your job?" in client.get("/people/first-steps/job-family/").content.decode()
    client.post("/people/first-steps/job-family/", {"job_family": family.pk})
    response = client.post("/people/first-steps/objectives/", {"objectives": [chosen.pk]})
    assert response["Location"] == "/content/programmes/"
    newcomer.refresh_from_db()
    assert (newcomer.language, newcomer.job_family) == ("en", family)
    assert newcomer.onboarded_at
    assert _stated(newcomer) == {chosen.pk}
    types = list(Entry.objects.filter(actor_id=newcomer.pk).order_by("pk").values_list("type", flat=True))
    assert types == ["people.member-changed"] * 3 + ["people.first-steps-finished"]


def test_what_somebody_states_is_not_in_the_journal(client: Client, newcomer: Member) -> None:
    objective = _objective("moins-de-relances")
    client.post("/people/first-steps/objectives/", {"objectives": [objective.pk]})
    entry = Entry.objects.get(type="people.member-changed")
    assert entry.payload == {"changed": ["objectives"]}


def test_every_step_may_be_skipped(client: Client, newcomer: Member) -> None:
    _objective("moins-de-relances")
    for step, after in (
        ("language", "/people/first-steps/job-family/"),
        ("job-family", "/people/first-steps/objectives/"),
        ("objectives", "/content/programmes/"),
    ):
        assert client.post(f"/people/first-steps/{step}/", {"skip": "1"})["Location"] == after
    newcomer.refresh_from_db()
    assert newcomer.onboarded_at
    assert (newcomer.language, newcomer.job_family, _stated(newcomer)) == ("", None, set())


def test_no_objective_is_an_answer(client: Client, newcomer: Member) -> None:
    assert client.post("/people/first-steps/objectives/", {})["Location"] == "/content/programmes/"


def test_who_left_in_between_goes_on_where_they_were(client: Client, newcomer: Member) -> None:
    client.post("/people/first-steps/language/", {"language": "fr"})
    client.post("/people/first-steps/job-family/", {"skip": "1"})
    assert client.get("/people/first-steps/")["Location"] == "/people/first-steps/objectives/"
    elsewhere = Client()
    elsewhere.force_login(newcomer)
    assert elsewhere.get("/people/first-steps/")["Location"] == "/people/first-steps/job-family/"


def test_the_objectives_of_ones_job_come_first(client: Client, newcomer: Member) -> None:
    family = make_job_family()
    _objective("a-pour-tous")
    _objective("z-pour-nous", family)
    Member.objects.filter(pk=newcomer.pk).update(job_family=family)
    page = client.get("/people/first-steps/objectives/").content.decode()
    assert 0 < page.index("Z pour nous") < page.index("A pour tous")
    assert "ni votre responsable" in page, "it says that this is private"


def test_what_the_directory_says_is_shown_and_not_asked(client: Client) -> None:
    family, other = make_job_family(), make_job_family("ressources-humaines")
    member = make_member(employee_number="B1", job_family=family, onboarded_at=None)
    client.force_login(member)
    page = client.get("/people/first-steps/job-family/").content.decode()
    assert family.name in page
    assert 'type="radio"' not in page
    client.post("/people/first-steps/job-family/", {"job_family": other.pk})
    client.post("/people/preferences/", {"language": "fr", "job_family": other.pk})
    member.refresh_from_db()
    assert member.job_family == family


def test_audiences_follow_in_the_same_moment(client: Client, newcomer: Member) -> None:
    family = make_job_family()
    audience = make_audience("service-client", rule={"job_family": [family.pk]})
    client.post("/people/first-steps/job-family/", {"job_family": family.pk})
    assert audience.memberships.filter(member=newcomer).exists()
    theme = _objective("moins-de-relances").theme
    private = make_audience("ecoute", rule={"objective_theme": [theme.pk]})
    client.post(
        "/people/first-steps/objectives/", {"objectives": Objective.objects.order_by("pk").values_list("pk", flat=True)}
    )
    assert private.memberships.filter(member=newcomer).exists()
    client.post("/people/preferences/", {"language": "fr"})
    assert not private.memberships.filter(member=newcomer).exists()


def test_a_strange_step_or_a_forged_choice_is_refused(client: Client, newcomer: Member) -> None:
    assert client.get("/people/first-steps/budget/").status_code == 404
    for step, data in (
        ("language", {"language": "xx"}),
        ("job-family", {"job_family": "999999"}),
        ("objectives", {"objectives": ["999999"]}),
        ("objectives", {"objectives": ["x'; --"]}),
        ("objectives", {"objectives": ["²", "9" * 5000]}),
    ):
        assert client.post(f"/people/first-steps/{step}/", data).status_code == 422
    assert client.post("/people/preferences/", {"language": "fr", "objectives": ["²"]}).status_code == 422
    newcomer.refresh_from_db()
    assert newcomer.onboarded_at is None


def test_preferences_change_all_of_it_or_nothing(client: Client) -> None:
    member, family = make_member(language="fr"), make_job_family()
    kept, given_up = _objective("moins-de-relances"), _objective("moins-de-reunions")
    member.stated_objectives.create(objective=given_up)
    client.force_login(member)
    wrong = client.post("/people/preferences/", {"language": "xx", "objectives": [kept.pk], "job_family": family.pk})
    assert wrong.status_code == 422
    assert f'value="{kept.pk}" checked' in wrong.content.decode(), "what was ticked stays ticked"
    member.refresh_from_db()
    assert (member.job_family, _stated(member)) == (None, {given_up.pk})
    response = client.post(
        "/people/preferences/", {"language": "en", "objectives": [kept.pk], "job_family": family.pk}, follow=True
    )
    assert "Your preferences are saved" in response.content.decode()
    member.refresh_from_db()
    assert (member.language, member.job_family, _stated(member)) == ("en", family, {kept.pk})
    assert client.cookies["essaim_language"].value == "en"


def test_saving_without_a_change_tells_nobody(client: Client) -> None:
    member = make_member(language="fr")
    client.force_login(member)
    client.post("/people/preferences/", {"language": "fr"})
    assert not Entry.objects.exists()


@pytest.mark.parametrize("step", ["language", "job-family", "objectives"])
def test_a_step_costs_few_queries(client: Client, newcomer: Member, django_assert_max_num_queries, step: str) -> None:
    for n in range(5):
        _objective(f"objectif-{n}")
        make_job_family(f"metier-{n}")
    client.get(f"/people/first-steps/{step}/")
    with django_assert_max_num_queries(5):
        client.get(f"/people/first-steps/{step}/")


def test_preferences_cost_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for n in range(5):
        _objective(f"objectif-{n}")
        make_job_family(f"metier-{n}")
    client.force_login(make_member())
    with django_assert_max_num_queries(8):
        client.get("/people/preferences/")
