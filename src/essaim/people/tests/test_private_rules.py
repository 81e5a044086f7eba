"""Rules over what members stated in private: counts that give nobody away, and no names."""

import random
import re
from typing import Any

import pytest
from django.test import Client

from essaim.kernel import anonymity
from essaim.organisation.models import Objective, Site, Theme
from essaim.people import rules
from essaim.people.actions.audiences import create_audience, refresh_audience
from essaim.people.audiences import count, preview
from essaim.people.models import Member, StatedObjective

from .factories import make_member, make_site

pytestmark = pytest.mark.django_db


class Place:
    """A hundred people in Lyon and forty in Nantes; some of them stated an objective of the theme."""

    def __init__(self, stating: int = 30) -> None:
        self.lyon, self.nantes = make_site("lyon"), make_site("nantes")
        self.theme, self.other = (Theme.objects.create(slug=slug, name=slug) for slug in ("ecoute", "recrutement"))
        self.objective = Objective.objects.create(slug="o", name="o", theme=self.theme)
        self.people = [self._make(n, self.lyon if n < 100 else self.nantes) for n in range(140)]
        Member.objects.bulk_create(self.people)
        self.state(*self.people[:stating])

    def _make(self, n: int, site: Site) -> Member:
        return Member(email=f"m{n}@brindel.example", first_name="Camille", last_name=f"Nom {n}", site=site)

    def state(self, *members: Member) -> None:
        StatedObjective.objects.bulk_create(StatedObjective(member=member, objective=self.objective) for member in members)

    @property
    def asked(self) -> dict[str, Any]:
        return {"objective_theme": [self.theme.pk]}


def counted(data: dict[str, Any]) -> int:
    figure = count(rules.parse(data))
    assert not figure.exact
    return figure.value


def test_a_private_count_is_a_minimum_and_a_multiple_of_five() -> None:
    place = Place(stating=33)
    figure = count(rules.parse(place.asked))
    assert figure.value in (25, 30) and not figure.exact and not figure.few


@pytest.mark.parametrize("stating", [0, 1, 4])
def test_under_five_nothing_tells_one_from_none(stating: int) -> None:
    place = Place(stating=stating)
    figure = count(rules.parse(place.asked))
    assert figure.value == 0 and figure.few


@pytest.mark.parametrize("stating", [False, True])
def test_a_rule_for_a_single_person_says_nothing(stating: bool) -> None:
    """Padded with any number of known people, the count is what it is without that person."""
    place = Place(stating=0)
    target = make_member(site=make_site("seul"), arrived_on="2026-03-02")
    if stating:
        place.state(target)
    alone = {"all": [place.asked, {"site": [target.site_id]}]}
    assert counted(alone) == 0
    for padding in ({"site": [place.lyon.pk]}, {"site": [place.nantes.pk]}):
        known = count(rules.parse(padding)).value
        assert counted({"any": [alone, padding]}) == known
    # The padding may pretend to be private itself.
    pretended = {"any": [place.asked, {"not": place.asked}]}
    assert counted({"any": [alone, {"all": [{"site": [place.lyon.pk]}, pretended]}]}) == 100


def test_the_same_question_gets_the_same_answer_however_it_is_written() -> None:
    place = Place(stating=41)
    lyon = {"site": [place.lyon.pk]}
    other = {"objective_theme": [place.other.pk]}
    plain = {"all": [place.asked, lyon]}
    ways = [
        {"all": [lyon, place.asked, place.asked]},
        {"not": {"any": [{"not": place.asked}, {"not": lyon}]}},
        {"all": [plain, {"any": [other, {"not": other}]}]},
        {"any": [plain, {"all": [plain, other]}]},
    ]
    rules_and_sums = []
    for way in [plain, *ways]:
        rule = rules.parse(way)
        sums = {
            answers: sum(Member.objects.filter(rules.to_q(variant)).values_list("record_key", flat=True))
            for answers, variant in rules.variants(rule).items()
        }
        rules_and_sums.append(rules.signature(rule, sums))
    assert len(set(rules_and_sums)) == 1
    assert {counted(way) for way in ways} == {counted(plain)}


def test_themes_named_one_by_one_or_together_are_one_question() -> None:
    place = Place()
    both = {"objective_theme": [place.theme.pk, place.other.pk]}
    apart = {"any": [place.asked, {"objective_theme": [place.other.pk]}]}
    assert rules.parse(both) != rules.parse(apart)
    assert counted(both) == counted(apart)


@pytest.mark.parametrize("stating", [False, True])
def test_a_group_with_and_without_somebody_differs_by_chance_alone(stating: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are of those who could be in it: leaving somebody out gives another rounding even where they were not in it."""
    place = Place(stating=20)
    target = make_member(site=make_site("seul"))
    if stating:
        place.state(target)
    subjects: list[tuple[int, str]] = []
    protected = anonymity.protected

    def spied(count: int, among: int, key: int, subject: str = "") -> int:
        subjects.append((key, subject))
        return protected(count, among, key, subject)

    monkeypatch.setattr("essaim.people.audiences.protected", spied)
    counted(place.asked)
    counted({"all": [place.asked, {"not": {"site": [target.site_id]}}]})
    assert subjects[0] != subjects[1]


def test_a_preview_of_a_private_rule_has_no_names_and_no_exact_numbers() -> None:
    place = Place(stating=37)
    lyon, asked = rules.parse({"site": [place.lyon.pk]}), rules.parse(place.asked)
    for new, old in ((asked, lyon), (lyon, asked), (asked, rules.AnyOf())):
        shown = preview(new, old)
        assert shown.sample == shown.entering == shown.leaving == ()
        assert not shown.enter.exact and not shown.leave.exact
    public = preview(lyon, rules.parse({"all": []}))
    assert public.inside.value == 100 and public.leave.value == 40 and public.enter.value == 0
    assert len(public.sample) == len(public.leaving) == 8 and public.entering == ()


def test_one_person_entering_by_what_they_stated_is_not_seen() -> None:
    place = Place(stating=0)
    target = make_member(site=make_site("seul"))
    place.state(target)
    lyon = {"site": [place.lyon.pk]}
    wider = {"any": [lyon, {"all": [place.asked, {"site": [target.site_id]}]}]}
    shown = preview(rules.parse(wider), rules.parse(lyon))
    assert shown.enter.few and shown.leave.few and shown.inside.value == 100


def test_the_list_shows_no_exact_size_of_a_private_audience(client: Client) -> None:
    place = Place(stating=37)
    audience = create_audience(actor=None, name="Écoute", rule=place.asked)
    refresh_audience(audience.pk)
    client.force_login(make_member("facilitator"))
    # Its words, not its addresses, which have numbers of their own.
    page = re.sub(r"<[^>]*>", " ", client.get("/people/audiences/").content.decode())
    assert "37" not in page
    assert "au moins 3" in page
    edit = client.get(f"/people/audiences/{audience.pk}/").content.decode()
    assert "au moins 3" in edit and ">37<" not in edit


def test_random_rules_never_say_more_than_is_true() -> None:
    place, drawn = Place(stating=50), random.Random(1)
    for _ in range(25):
        some = drawn.sample(place.people, drawn.randint(1, 60))
        Member.objects.update(arrived_on=None)
        Member.objects.filter(pk__in=[member.pk for member in some]).update(arrived_on="2026-02-02")
        chosen = {"all": [place.asked, {"arrived": {"since": "2026-02-02"}}]}
        true = len({member.pk for member in some} & {member.pk for member in place.people[:50]})
        assert counted(chosen) <= true
