"""The order of the home page, and of a digest."""

import pytest

from essaim.kernel.suggestions import Suggestion, choose


def make(url: str, weight: float, kind: str = "lesson", why: str = "Parce que.") -> Suggestion:
    return Suggestion(kind=kind, label="", title=url, url=url, why=why, weight=weight)


def test_the_heaviest_leads() -> None:
    assert [s.url for s in choose([make("/a/", 0.2), make("/b/", 0.9)])] == ["/b/", "/a/"]


def test_there_is_an_end() -> None:
    assert len(choose([make(f"/{i}/", 0.5, kind=str(i)) for i in range(20)])) == 7


def test_no_kind_fills_the_page() -> None:
    many = [make(f"/{i}/", 0.9) for i in range(6)] + [make("/other/", 0.1, kind="thread")]
    assert [s.kind for s in choose(many)] == ["lesson", "lesson", "lesson", "thread"]


def test_the_same_page_is_proposed_once() -> None:
    assert len(choose([make("/a/", 0.5), make("/a/", 0.6, kind="thread")])) == 1


def test_a_suggestion_says_why() -> None:
    with pytest.raises(ValueError, match="why"):
        choose([make("/a/", 0.5, why="")])
