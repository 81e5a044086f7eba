"""Passkeys: what no device answered is refused in words."""

import json

import pytest
from django.test import Client

from .factories import make_member
from .test_second_step import PASSWORD, STEP, first_step, protected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

_ANSWERED = {"clientDataJSON": "e30", "authenticatorData": "eHg", "signature": "eHg", "userHandle": "MQ"}
_MADE = {"clientDataJSON": "e30", "attestationObject": "eHg"}
_KEY = {"id": "eHg", "rawId": "eHg", "type": "public-key"}
ODD = [{"id": "x"}, [], 1, "x", *({**_KEY, "response": response} for response in ({}, _ANSWERED, _MADE))]


@pytest.mark.parametrize("answer", ODD)
def test_an_answer_that_no_device_gave_enters_nobody_and_breaks_nothing(client: Client, answer: object) -> None:
    given = {"credential": json.dumps(answer), "name": "Clé"}
    client.get("/people/account/passkeys/challenge/")
    entered = client.post("/people/account/passkeys/enter/", given)
    assert entered["Location"] == "/people/account/sign-in/"
    stepping, _where = first_step(protected())
    stepping.get(STEP)
    assert stepping.post(STEP, given).status_code == 422
    inside, _where = first_step(make_member(password=PASSWORD))
    inside.get("/people/account/passkeys/new/")
    assert inside.post("/people/account/passkeys/new/", given).status_code == 422
    assert inside.post("/people/account/confirm/", given).status_code == 422
