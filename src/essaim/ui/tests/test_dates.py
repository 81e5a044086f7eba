"""Dates as people say them."""

from datetime import date

from django.utils import translation

from essaim.ui.dates import day


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    with translation.override("fr"):
        assert day(date(2020, 9, 1)) == "1er septembre 2020"
        assert day(date(2020, 9, 11)) == "11 septembre 2020"
    with translation.override("en"):
        assert day(date(2020, 9, 1)) == "1 September 2020"
