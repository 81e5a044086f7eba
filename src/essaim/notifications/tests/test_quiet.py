"""Quiet hours are those of the clock on the wall, through weekends and changes of hour."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.notifications.quiet import Hours, held_until

PARIS, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")


def at(wall: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=PARIS, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-11-24 11:00", None),
        ("2026-11-24 18:59", None),
        ("2026-11-24 19:00", "2026-11-25 08:00"),
        ("2026-11-24 23:30", "2026-11-25 08:00"),
        ("2026-11-25 07:59", "2026-11-25 08:00"),
        ("2026-11-25 08:00", None),
        ("2026-11-27 19:30", "2026-11-30 08:00"),  # Friday evening waits for Monday
        ("2026-11-28 12:00", "2026-11-30 08:00"),
        ("2026-11-29 23:00", "2026-11-30 08:00"),
        ("2026-11-10 19:00", "2026-11-12 08:00"),  # 11 November is no working day
        ("2026-11-11 10:00", "2026-11-12 08:00"),
        ("2026-12-24 19:30", "2026-12-28 08:00"),  # Christmas is a Friday
        ("2026-03-27 20:00", "2026-03-30 08:00"),  # over the weekend that loses an hour
        ("2026-10-23 20:00", "2026-10-26 08:00"),  # and the one that gains one
    ],
)
def test_the_usual_hours(ready: str, leaves: str | None) -> None:
    assert held_until(at(ready), Hours()) == (at(leaves) if leaves else None)


def test_public_holidays_are_those_of_the_place() -> None:
    friday_of_easter, moselle = at("2026-04-03 10:00"), Hours(holidays="FR-57")
    assert held_until(friday_of_easter, Hours()) is None
    assert held_until(friday_of_easter, moselle) == at("2026-04-07 08:00")  # over Easter Monday
    assert held_until(at("2026-11-11 10:00"), Hours(holidays="")) is None
    assert held_until(at("2026-11-11 10:00"), Hours(holidays="GB")) is None


def test_a_night_with_a_change_of_hour_ends_when_the_clock_says_so() -> None:
    always = Hours(weekends=False)
    spring, autumn = held_until(at("2026-03-28 22:00"), always), held_until(at("2026-10-24 22:00"), always)
    assert spring == at("2026-03-29 08:00") and autumn == at("2026-10-25 08:00")
    assert spring - at("2026-03-28 22:00") == timedelta(hours=9)
    assert autumn - at("2026-10-24 22:00") == timedelta(hours=11)


def test_an_end_that_the_clock_skips_or_shows_twice_still_ends() -> None:
    early = Hours(start=time(23), end=time(2, 30), weekends=False)
    assert held_until(at("2026-03-29 01:00"), early) == at("2026-03-29 03:30")
    assert held_until(at("2026-10-25 02:40"), early) is None
    assert held_until(at("2026-10-25 02:10", fold=1), early) == at("2026-10-25 02:30", fold=1)


def test_hours_within_one_day_and_none_at_all() -> None:
    noon = Hours(start=time(12), end=time(14), weekends=False)
    assert held_until(at("2026-11-24 13:00"), noon) == at("2026-11-24 14:00")
    assert held_until(at("2026-11-24 15:00"), noon) is None
    never = Hours(start=time(8), end=time(8), weekends=False)
    assert held_until(at("2026-11-24 03:00"), never) is None


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.times(),
    st.times(),
    st.booleans(),
    st.sampled_from(["Europe/Paris", "America/Santiago", "Asia/Kolkata", "Pacific/Apia"]),
    st.sampled_from(["", "FR", "FR-57", "CN", "XX"]),
)
def test_what_is_held_leaves_later_and_outside(
    moment: datetime, start: time, end: time, weekends: bool, zone: str, holidays: str
) -> None:
    moment, hours = moment.replace(tzinfo=UTC), Hours(zone, start, end, weekends, holidays)
    until = held_until(moment, hours)
    if until is not None:
        assert moment < until < moment + timedelta(days=14)
        assert held_until(until, hours) is None
