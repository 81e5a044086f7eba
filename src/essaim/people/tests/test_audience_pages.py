"""The pages of audiences: a sentence that one edits, with or without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client

from essaim.organisation.models import Theme
from essaim.people.actions.audiences import create_audience, refresh_audience
from essaim.people.models import Audience, Member

from .factories import make_job_family, make_member, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client: Client) -> Member:
    member = make_member("facilitator")
    client.force_login(member)
    return member


def rule_of_site(site_id: int | str, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Lyon",
        "name_en": "",
        "node-0": "group",
        "join-0": "all",
        "node-0-0": "site",
        "value-0-0": [site_id],
        **fields,
    }


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    "path", ["/people/audiences/", "/people/audiences/new/", "/people/audiences/1/", "/people/audiences/1/delete/"]
)
def test_only_facilitators_enter(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(make_member())
    assert client.get(path).status_code == 403


def test_without_an_audience_the_list_says_what_to_do(client: Client, facilitator: Member) -> None:
    page = client.get("/people/audiences/").content.decode()
    assert "Pas encore de public" in page and "/people/audiences/new/" in page


def test_the_list_reads_as_sentences(client: Client, facilitator: Member, django_assert_num_queries: Any) -> None:
    family, lyon = make_job_family("service-client"), make_site("lyon")
    theme = Theme.objects.create(slug="t", name="Écouter")
    for name, rule in [
        ("A", {"all": [{"job_family": [family.pk]}, {"site": [lyon.pk]}]}),
        ("B", {"objective_theme": [theme.pk]}),
    ]:
        refresh_audience(create_audience(actor=None, name=name, rule=rule).pk)
    client.get("/people/audiences/")
    with django_assert_num_queries(6):  # session, audiences, job families twice, sites, themes
        page = client.get("/people/audiences/").content.decode()
    assert "Les membres dont le métier est Service client et le site Lyon." in page


def test_making_an_audience_shows_its_effect_first(client: Client, facilitator: Member) -> None:
    lyon = make_site("lyon")
    make_member(site=lyon, first_name="Anaïs", last_name="Deschamps")
    fields = rule_of_site(lyon.pk, act="save")
    shown = client.post("/people/audiences/new/", fields)
    page = shown.content.decode()
    assert shown.status_code == 200 and not Audience.objects.exists()
    assert "Anaïs Deschamps" in page and "Enregistrez à nouveau" in page
    saved = client.post("/people/audiences/new/", {**fields, "seen": seen(page)})
    assert saved.status_code == 302 and saved["Location"] == "/people/audiences/"
    audience = Audience.objects.get()
    assert audience.name == "Lyon" and audience.rule == {"all": [{"site": [lyon.pk]}]}
    assert "est créé" in client.get("/people/audiences/").content.decode()


def test_what_was_seen_must_be_what_is_saved(client: Client, facilitator: Member) -> None:
    lyon, nantes = make_site("lyon"), make_site("nantes")
    page = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="preview")).content.decode()
    client.post("/people/audiences/new/", rule_of_site(nantes.pk, act="save", seen=seen(page)))
    assert not Audience.objects.exists()


def test_a_change_says_who_enters_and_who_leaves(client: Client, facilitator: Member, django_assert_num_queries: Any) -> None:
    lyon, nantes = make_site("lyon"), make_site("nantes")
    make_member(site=lyon, first_name="Sortant", last_name="Un")
    make_member(site=nantes, first_name="Entrant", last_name="Deux")
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    client.get("/people/audiences/")
    with django_assert_num_queries(8):  # session, audience, sites, counts, three samples, bell
        response = client.post(f"/people/audiences/{audience.pk}/", rule_of_site(nantes.pk, act="preview"))
    page = response.content.decode()
    assert re.search(r"Y entreraient</dt><dd>\s*1\s*</dd>", page) and re.search(r"En sortiraient</dt><dd>\s*1\s*</dd>", page)
    assert "Entrant Deux" in page and "Sortant Un" in page


def test_opening_the_editor_counts_nothing(client: Client, facilitator: Member, django_assert_num_queries: Any) -> None:
    lyon = make_site("lyon")
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    refresh_audience(audience.pk)
    client.get("/people/audiences/")
    with django_assert_num_queries(3):  # session, audience, sites
        page = client.get(f"/people/audiences/{audience.pk}/").content.decode()
    assert f'<option value="{lyon.pk}" selected>' in page


def test_a_fragment_follows_the_form_while_one_edits(client: Client, facilitator: Member) -> None:
    lyon = make_site("lyon")
    make_member(site=lyon)
    audience = create_audience(actor=None, name="Tous", rule={"all": []})
    fields = rule_of_site(lyon.pk, audience=audience.pk)
    part = client.post("/people/audiences/preview/", fields, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Les membres dont le site est Lyon." in part and seen(part)
    unfinished = client.post("/people/audiences/preview/", {**fields, "value-0-0": ""}).content.decode()
    assert "Complétez la règle" in unfinished
    assert client.get("/people/audiences/preview/").status_code == 405
    assert client.post("/people/audiences/preview/", {**fields, "audience": "99999"}).status_code == 404


def test_buttons_add_and_remove_conditions_and_keep_what_was_typed(client: Client, facilitator: Member) -> None:
    lyon = make_site("lyon")
    fields = rule_of_site(lyon.pk, **{"act": "add:0", "kind-0": "arrived_days"})
    page = client.post("/people/audiences/new/", fields).content.decode()
    assert 'name="node-0-1" value="arrived_days"' in page and f'<option value="{lyon.pk}" selected>' in page
    assert 'value="Lyon"' in page
    page = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="group:0")).content.decode()
    assert 'name="node-0-1" value="group"' in page and 'name="node-0-1-0" value="job_family"' in page
    page = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="remove:0-0")).content.decode()
    assert 'name="node-0-0"' not in page


def test_what_is_finished_shows_its_effect_whatever_button_was_pressed(client: Client, facilitator: Member) -> None:
    lyon = make_site("lyon")
    fields = rule_of_site(lyon.pk, **{"node-0-1": "role", "value-0-1": "manager"})
    page = client.post("/people/audiences/new/", {**fields, "act": "remove:0-1"}).content.decode()
    assert "Les membres dont le site est Lyon." in page and seen(page)
    page = client.post("/people/audiences/new/", {**fields, "act": "add:0", "kind-0": "team"}).content.decode()
    assert "Complétez la règle" in page and "Choisissez au moins une valeur" not in page


@pytest.mark.parametrize("act", ["remove:0", "remove:0-9", "add:0-0", "add:7-7-7", "group:x", "remove:", "dance", "remove:0-²"])
def test_a_forged_button_does_no_harm(client: Client, facilitator: Member, act: str) -> None:
    page = client.post("/people/audiences/new/", rule_of_site(make_site("lyon").pk, act=act))
    assert page.status_code == 200 and 'name="node-0-0" value="site"' in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Donnez un nom"),
        ({"value-0-0": ""}, "Choisissez au moins une valeur"),
        ({"value-0-0": "²"}, "Choisissez au moins une valeur"),
        ({"node-0-1": "group"}, "Ce groupe est vide"),
        ({"node-0-1": "arrived_days", "amount-0-1": "beaucoup"}, "Donnez un nombre de jours"),
        ({"node-0-1": "arrived_day", "amount-0-1": "31/02/2026"}, "Donnez une date"),
        ({"name": "x" * 300}, "160"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(
    client: Client, facilitator: Member, fields: dict[str, str], words: str
) -> None:
    lyon = make_site("lyon")
    answer = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="save", **{"name_en": "Kept words", **fields}))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Kept words" in page
    assert not Audience.objects.exists()


def test_a_taken_name_comes_back_in_the_form(client: Client, facilitator: Member) -> None:
    lyon = make_site("lyon")
    create_audience(actor=None, name="lyon", rule={"all": []})
    page = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="preview")).content.decode()
    answer = client.post("/people/audiences/new/", rule_of_site(lyon.pk, act="save", seen=seen(page)))
    assert answer.status_code == 422 and "porte déjà ce nom" in answer.content.decode()


def test_days_are_understood_as_typed_in_french_or_sent_by_a_date_field(client: Client, facilitator: Member) -> None:
    for typed in ("05/01/2026", "2026-01-05"):
        fields = {"node-0": "group", "node-0-0": "arrived_day", "span-0-0": "before", "amount-0-0": typed, "act": "preview"}
        page = client.post("/people/audiences/new/", fields).content.decode()
        assert "l’arrivée est antérieure au 5 janvier" in page


def test_a_rule_from_elsewhere_can_be_edited_and_saved_unchanged(client: Client, facilitator: Member) -> None:
    """Every shape of rule survives the form, only wrapped in a group where it was a single condition."""
    lyon, family = make_site("lyon"), make_job_family("a")
    shapes = [
        {"not": {"any": [{"site": [lyon.pk]}, {"job_family": [family.pk]}]}},
        {"any": [{"not": {"role": ["manager"]}}, {"all": [{"arrived": {"since": "2026-01-05"}}, {"site": [lyon.pk]}]}]},
        {"not": {"all": [{"arrived": {"within_days": 182}}, {"not": {"site": [lyon.pk]}}]}},
    ]
    for n, shape in enumerate(shapes):
        audience = create_audience(actor=None, name=f"Public {n}", rule=shape)
        page = client.get(f"/people/audiences/{audience.pk}/").content.decode()
        fields = form_fields(page) | {"act": "save"}
        assert client.post(f"/people/audiences/{audience.pk}/", fields).status_code == 302
        audience.refresh_from_db()
        assert audience.rule == shape


def form_fields(page: str) -> dict[str, Any]:
    """What a browser would send of the editor's form."""
    form = page[page.index('<form id="editor"') :]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name.group(1)] = value.group(1) if value else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
        fields.setdefault(name, []).append(chosen.group(1) if chosen else "")
    return fields


def test_deleting_asks_first(client: Client, facilitator: Member) -> None:
    audience = create_audience(actor=None, name="Lyon", rule={"all": []})
    assert "Supprimer ce public" in client.get(f"/people/audiences/{audience.pk}/delete/").content.decode()
    assert Audience.objects.exists()
    assert client.post(f"/people/audiences/{audience.pk}/delete/").status_code == 302
    assert not Audience.objects.exists()
    assert client.get(f"/people/audiences/{audience.pk}/").status_code == 404
