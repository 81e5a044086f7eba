"""Is what people look for among the first answers? Measured on the demo's own lessons and threads, and on its people."""

import csv
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.search.actions.index import index_documents
from essaim.search.members import KIND as MEMBER
from essaim.search.queries import search
from essaim.search.sources import Document

from .factories import KIND, Library
from .questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[4]


def documents() -> Iterator[Document]:
    ids = itertools.count(1)
    for path in sorted(ROOT.glob("demo/sequences/*/[0-9]*.md")):
        head, body = path.read_text().split("---\n", 2)[1:]
        facts = yaml.safe_load(head)
        text = re.sub(r"^:::.*$|^- \[.\]|[#>*]", "", body, flags=re.M)
        yield Document(KIND, next(ids), "fr", facts["title"], f"{facts['summary']}\n{text}", "/")
    for path in sorted(ROOT.glob("demo/conversations/*.yaml")):
        for thread in yaml.safe_load(path.read_text()):
            posts = [thread["body"], *(reply["body"] for reply in thread["replies"])]
            text = re.sub(r"@\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(posts))
            yield Document(KIND, next(ids), "fr", thread["title"], text, "/")


@pytest.fixture
def everything(shelf: Library) -> Member:
    for document in documents():
        shelf.documents[document.id] = [document]
    shelf.index(list(shelf.documents))
    with (ROOT / "demo/people.csv").open(encoding="utf-8-sig") as file:
        ids = [make_member(first_name=row["Prénom"], last_name=row["Nom"]).pk for row in csv.DictReader(file, delimiter=";")]
    index_documents(kind=MEMBER, ids=ids)
    return make_member()


def test_questions_are_answered_first(everything: Member, capsys: pytest.CaptureFixture[str]) -> None:
    report, first, five, total = [], 0, 0, 0
    for group, questions in QUESTIONS.items():
        for query, right in questions:
            titles = [result.title for result in search(everything, query).results]
            rank = next((i for i, title in enumerate(titles) if title in right), None)
            first += rank == 0
            five += rank is not None and rank < 5
            total += 1
            report.append(f"{group:9} {'-' if rank is None else rank + 1:>3}  {query}  [{titles[0] if titles else ''}]")
    with capsys.disabled():
        print(f"\nfirst {first}/{total}, among five {five}/{total}")  # noqa: T201
    assert first / total > 0.8, "\n".join(report)
    assert five / total >= 0.95, "\n".join(report)
