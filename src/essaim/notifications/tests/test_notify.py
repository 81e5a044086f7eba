"""Being told something, once, in one's own words."""

import pytest
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from essaim.notifications.actions.notify import notify
from essaim.notifications.models import MailState, Notification, Preference
from essaim.organisation.models import Organisation
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import DIGEST, KIND, SILENT, Clock, run_jobs, tell

pytestmark = pytest.mark.django_db


def test_telling_twice_tells_once(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    assert tell(member) == 1
    assert tell(member) == 0
    assert tell(member, kind=DIGEST) == 1
    assert tell(member, entry_id=2) == 1
    run_jobs()
    assert Notification.objects.count() == 3
    assert len(mailoutbox) == 1  # the two immediate ones together


def test_only_active_members_hear_and_never_of_their_own_act(now: Clock) -> None:
    here, gone, actor = make_member(), make_member(), make_member()
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    assert tell(here, gone, actor, actor_id=actor.pk) == 1
    assert Notification.objects.get().recipient == here


def test_words_are_those_of_the_recipient(now: Clock) -> None:
    french, english = make_member(language="fr"), make_member(language="en")
    tell(french, english, title=gettext_lazy("Rien pour l'instant"), excerpt=lambda: gettext("Non lues"))
    texts = dict(Notification.objects.order_by("pk").values_list("recipient_id", "title"))
    assert texts == {french.pk: "Rien pour l’instant", english.pk: "Nothing for now"}
    assert Notification.objects.get(recipient=english).excerpt == "Unread"


def test_typography_is_that_of_the_language_and_long_words_are_cut(now: Clock) -> None:
    tell(make_member(), title='Il dit "oui" : bien !', excerpt="mot " * 200)
    notification = Notification.objects.get()
    assert notification.title == "Il dit «\u202foui\u202f»\u00a0: bien\u202f!"
    assert len(notification.excerpt) <= 300 and notification.excerpt.endswith("…")


def test_what_one_chose_decides_about_the_mail(now: Clock, mailoutbox: list) -> None:
    silent, daily, without = make_member(), make_member(), make_member(email=None, employee_number="B1")
    Preference.objects.create(member=silent, kind=KIND, delivery="none")
    Preference.objects.create(member=daily, kind=KIND, delivery="digest")
    tell(silent, daily, without)
    states = dict(Notification.objects.order_by("pk").values_list("recipient_id", "mail_state"))
    assert states == {silent.pk: MailState.NONE, daily.pk: MailState.WAITING, without.pk: MailState.NONE}
    tell(make_member(), kind=SILENT)
    run_jobs()
    assert mailoutbox == []


def test_it_needs_a_transaction_a_known_kind_and_a_page_of_ours() -> None:
    member = make_member()
    with pytest.raises(KeyError):
        tell(member, kind="test.unknown")
    for url in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="a page of ours"):
            tell(member, url=url)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        notify(kind=KIND, recipients=[1], entry_id=1, title="", url="/")


def test_many_recipients_take_few_queries(now: Clock, django_assert_max_num_queries) -> None:
    members = [make_member() for _ in range(20)]
    Organisation.current()
    with django_assert_max_num_queries(10):
        assert tell(*members) == 20
