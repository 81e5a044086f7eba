"""The set: of every mail, what was written anew, to the letter, and the score of each program."""

from collections import Counter
from pathlib import Path

import pytest

from essaim.kernel.replies import parse, read_reply

from .corpus import MAILS, letters

FILES = sorted(MAILS.rglob("*.eml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_written_anew(path: Path) -> None:
    assert read_reply(parse(path.read_bytes())).text == path.with_suffix(".txt").read_text().strip()


def test_the_set_is_as_large_as_we_say() -> None:
    languages = Counter(path.stem[:2] for path in FILES)
    assert languages["fr"] >= 50 and languages["en"] >= 25 and len(FILES) >= 80
    assert len({path.parent.name for path in FILES}) >= 25


def test_the_files_are_those_that_the_programs_of_the_set_write() -> None:
    written = {(program, name): send(letter) for program, name, letter, send in letters()}
    assert {(path.parent.name, path.stem): path.read_bytes() for path in FILES} == written


def test_the_whole_mail_is_kept_beside_what_was_written() -> None:
    for path in FILES:
        reply = read_reply(parse(path.read_bytes()))
        assert reply.cut
        assert "https://essaim.brindel.example/conversations/posts/412/" in reply.whole
        words = reply.text.replace(">", "").split()
        assert set(words) <= set(reply.whole.replace(">", " ").split()), path
