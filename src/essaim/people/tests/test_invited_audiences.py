"""A facilitator invites all of an audience who never came."""

import re
import uuid

import pytest
from django.test import Client

from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.people.actions.invitations import invite_audience, invite_by_address
from essaim.people.models import Invitation, Member

from .factories import make_audience, make_member
from .mailbox import deliver, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

PAGE = "/people/invitations/"


def test_a_facilitator_invites_those_of_an_audience_who_never_came(client: Client, claire: Member) -> None:
    aurelie = make_member("facilitator")
    never, invited = make_member(language="en", employee_number="B2"), make_member()
    no_address = make_member(email=None, employee_number="B3")
    came = make_member(last_login=clock.now())
    gone = make_member(is_active=False)
    audience = make_audience("equipe", never, invited, no_address, came, gone)
    invite_by_address(actor=claire, email=invited.email or "", key=uuid.uuid4())
    deliver()
    assert client.get(f"{PAGE}audiences/").status_code == 403
    client.force_login(aurelie)
    page = client.get(f"{PAGE}audiences/").content.decode()
    assert "4 membres" in page and "quelques-uns au plus jamais venus" in page and "invités" not in page
    confirm = f"{PAGE}audiences/{audience.pk}/"
    assert f'formaction="{confirm}"' in page
    read_over = client.get(confirm, {"to": "/learning/sequences/"}).content.decode()
    for words in (f"{aurelie.name} vous invite", "Vous arriverez à la page", "Séquences", "Quelques personnes au plus"):
        assert words in read_over, words
    said = {"to": "/learning/sequences/", "words": "Dix minutes\n pour commencer."}
    assert "Dix minutes pour commencer." in client.post(confirm, said | {"act": "look"}).content.decode()
    assert client.post(confirm, said | {"words": "a" * 501}).status_code == 422
    assert not deliver(), "nothing leaves before it was read over"
    for _ in range(2):
        client.post(confirm, said)
    (mail,) = deliver()
    body = " ".join(mail.body.split())
    assert "Dix minutes pour commencer." in body and "Séquences" in body
    assert mail.to == [never.email]
    assert mail.subject == f"{aurelie.name} invites you"
    assert Entry.objects.get(type="people.audience-invited").payload == {"count": 1}
    assert Client().post(link_in(mail))["Location"] == "/learning/sequences/"
    assert client.post(f"{PAGE}audiences/0/").status_code == 404


def test_how_many_never_came_is_said_of_five_and_more(client: Client) -> None:
    client.force_login(make_member("facilitator"))
    came, alone = make_member(last_login=clock.now()), make_member()
    alike = [make_audience("venue", came), make_audience("jamais-venue", alone)]
    page = client.get(f"{PAGE}audiences/").content.decode()
    rows = [row.split("</h2>")[1] for row in page.split("<li><h2>")[1:]]
    assert len(rows) == 2 and len({re.sub(r"\d+/|Venue|Jamais-venue", "", row.split("</li>")[0]) for row in rows}) == 1
    decks = [client.get(f"{PAGE}audiences/{one.pk}/").content.decode().split("deck")[1].split("</p>")[0] for one in alike]
    assert decks[0] == decks[1]
    told = [client.post(f"{PAGE}audiences/{one.pk}/", {"words": ""}, follow=True).content.decode() for one in alike]
    assert all("en reçoit une" in page for page in told)
    assert [mail.to for mail in deliver()] == [[alone.email]]

    many = make_audience(
        "beaucoup", *(make_member() for _n in range(5)), *(make_member(email=None, employee_number=f"N{n}") for n in range(5))
    )
    page = client.get(f"{PAGE}audiences/").content.decode()
    assert "10 jamais venus, 5 sans adresse e-mail" in page and "Inviter 5 personnes" in page
    client.post(f"{PAGE}audiences/{many.pk}/", {"words": ""})
    assert "10 jamais venus, dont 5 déjà invités, 5 sans" in client.get(f"{PAGE}audiences/").content.decode()


def test_an_audience_that_reads_what_was_stated_in_private_is_not_invited(client: Client) -> None:
    client.force_login(make_member("facilitator"))
    audience = make_audience("secrets", make_member(), rule={"objective_theme": [1]})
    assert "Secrets" not in client.get(f"{PAGE}audiences/").content.decode()
    assert client.post(f"{PAGE}audiences/{audience.pk}/").status_code == 404
    assert not Invitation.objects.exists()


def test_inviting_thousands_takes_few_queries(django_assert_max_num_queries) -> None:
    aurelie = make_member("facilitator")
    Member.objects.bulk_create(
        Member(email=f"m{n}@brindel.example", first_name="A", last_name="B", sort_key="b\ta") for n in range(2500)
    )
    audience = make_audience("tous")
    audience.memberships.bulk_create(
        audience.memberships.model(audience=audience, member=member) for member in Member.objects.exclude(pk=aurelie.pk)
    )
    # Three batches: members once, then rows and jobs for each.
    with django_assert_max_num_queries(20):
        assert invite_audience(actor=aurelie, audience=audience) == 2500
