"""Dates as people say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from essaim.kernel import clock
from essaim.ui.dates import _when, appointment, day, near_day, one_moment, when


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    with translation.override("fr"):
        assert day(date(2020, 9, 1)) == "1er septembre 2020"
        assert day(date(2020, 9, 11)) == "11 septembre 2020"
    with translation.override("en"):
        assert day(date(2020, 9, 1)) == "1 September 2020"


def test_what_is_to_come_is_named_by_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))
    late = datetime(2026, 12, 2, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Paris")):
        with translation.override("fr"):
            assert appointment(late) == "jeudi 3 décembre à 0\xa0h\xa030"
            assert (appointment(date(2026, 12, 1)), appointment(date(2027, 1, 1))) == (
                "mardi 1er décembre",
                "vendredi 1er janvier 2027",
            )
        with translation.override("en"):
            assert appointment(late) == "Thursday 3 December at 12:30 am"


def test_a_time_is_told_by_the_minute_then_by_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    paris = ZoneInfo("Europe/Paris")
    said = datetime(2026, 3, 4, 22, 30, tzinfo=paris)
    expected = [
        (said + timedelta(seconds=20), "à l’instant"),
        (said + timedelta(minutes=59), "il y a 59 minutes"),
        (said + timedelta(minutes=61), "aujourd’hui à 22\xa0h\xa030"),
        (said + timedelta(minutes=100), "hier à 22\xa0h\xa030"),
        (said + timedelta(days=1), "hier à 22\xa0h\xa030"),
        (said + timedelta(days=2), "mercredi à 22\xa0h\xa030"),
        (said + timedelta(days=8), "4 mars"),
        (said + timedelta(days=400), "4 mars 2026"),
    ]
    with translation.override("fr"), timezone.override(paris):
        for now, words in expected:
            monkeypatch.setattr(clock, "now", lambda now=now: now.astimezone(UTC))
            for value in (said, said.astimezone(UTC)):
                _when.cache_clear()
                shown = when(value, "fr")
                assert f">{words}</time>" in shown and "4 mars 2026, 22\xa0h\xa030" in shown
    # Whose clock is elsewhere reads another hour.
    with translation.override("fr"), timezone.override(ZoneInfo("Asia/Tokyo")):
        assert "5 mars 2026, 6\xa0h\xa030" in when(said, "fr")
        assert "5 March 2026, 6:30 am" in when(said, "en")


def test_a_page_is_of_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    said = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    with translation.override("fr"):
        monkeypatch.setattr(clock, "now", lambda: said + timedelta(minutes=5))
        with one_moment():
            monkeypatch.setattr(clock, "now", lambda: said + timedelta(minutes=9))
            assert "il y a 5 minutes" in when(said, "fr")
        assert "il y a 9 minutes" in when(said, "fr")


def test_the_reader_s_language_is_the_one_that_is_asked_for() -> None:
    said = timezone.now() - timedelta(minutes=5, seconds=10)
    with translation.override("fr"):
        assert "5 minutes ago" in when(said, "en") and "il y a 5 minutes" in when(said, "fr")


def test_today_and_yesterday_have_names() -> None:
    today = clock.today()
    with translation.override("fr"):
        assert [near_day(today - timedelta(days=n)) for n in (0, 1)] == ["Aujourd’hui", "Hier"]
        assert near_day(today - timedelta(days=2)) == day(today - timedelta(days=2))
