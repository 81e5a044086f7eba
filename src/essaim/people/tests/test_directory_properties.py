"""Whatever the file: importing it twice leaves everything the second time, and managers never go round."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.kernel.errors import Refused
from essaim.people.directory import table as tables
from essaim.people.directory.decoding import ENCODINGS
from essaim.people.directory.plan import Plan
from essaim.people.models import Member

from .directory_files import HEADINGS, apply

pytestmark = pytest.mark.django_db(transaction=False)

# Any character that a file may hold; NUL and lone surrogates are no text.
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
few = st.sampled_from(
    ["", "1", "2", "3", "a@b.example", "A@B.example", "c@d.example", "Zoé", "zoe", "Œuf / ﬁn", "A > B", r"A\B"]
)
cell = st.one_of(few, text)
date = st.one_of(st.sampled_from(["", "01/02/2020", "2020-02-01", "43862", "31/02/2020"]), text)
number = st.sampled_from(["", "1", "2", "3", "4", "5"])
line = st.tuples(number, cell, cell, few, cell, cell, cell, few, date)


def _apply(data: bytes) -> Plan:
    return apply(data, skip_bad=True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(line, min_size=1, max_size=8), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_second_import_leaves_everything(lines: list[tuple[str, ...]], encoding: str) -> None:
    # Examples follow each other in one database: later ones meet people who are known already.
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEADINGS, *lines])
    data = out.getvalue().encode(encoding)
    try:
        first = _apply(data)
    except Refused as refused:
        assert refused.code in ("no-people", "quotes")
        return
    second = _apply(data)
    written = first.counts["created"] + first.counts["changed"] + first.counts["left"]
    assert second.counts == {**second.counts, "created": 0, "changed": 0, "left": written, "refused": first.counts["refused"]}
    _assert_no_loop()


def _assert_no_loop() -> None:
    managers = dict(Member.objects.order_by("pk").values_list("pk", "manager_id"))
    for start in managers:
        here, steps = managers[start], 0
        while here is not None:
            assert here != start
            here, steps = managers[here], steps + 1
            assert steps <= len(managers)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    for encoding in ("", *ENCODINGS):
        try:
            tables.read(data, encoding=encoding)
        except Refused as refused:
            assert str(refused)
