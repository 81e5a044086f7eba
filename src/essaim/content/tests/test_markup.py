"""What is compiled is safe, and set as French wants it."""

import pytest

from essaim.content import markup
from essaim.kernel import svg
from essaim.kernel.errors import Refused


@pytest.mark.parametrize(
    "source",
    [
        "<p>a<script>alert(1)</script></p>",
        '<p onclick="alert(1)">a</p>',
        '<p><a href="javascript:alert(1)">a</a></p>',
        '<img src="x" onerror="alert(1)">',
        "<svg><script>alert(1)</script></svg>",
        '<p style="position:fixed">a</p>',
        '<iframe src="https://evil.example"></iframe>',
        "<style>*{display:none}</style>",
    ],
)
@pytest.mark.django_db
def test_a_script_in_rich_text_is_gone(source: str) -> None:
    html = markup.rich_text(source, "fr")
    for evil in ("alert", "script", "onclick", "onerror", "style", "iframe", "display", "<img"):
        assert evil not in html


@pytest.mark.parametrize("field", ["title", "who", "caption"])
def test_plain_fields_are_escaped(field: str) -> None:
    evil = "<script>alert(1)</script>"
    html = {
        "title": markup.callout(evil, "<p>x</p>", "fr"),
        "who": markup.quotation("x", evil, "fr") + markup.quotation(evil, "", "fr"),
        "caption": markup.picture(None, evil, evil, "fr") + markup.video(evil, "https://example.org/v", "", "", "fr"),
    }[field]
    assert "<script" not in html


@pytest.mark.django_db
def test_french_is_set_and_english_is_left() -> None:
    assert markup.rich_text('<p>Il dit "Oui <b>vraiment</b> ?" : l\'essai...</p>', "fr") == (
        "<p>Il dit «\u202fOui <b>vraiment</b>\u202f?\u202f»\u00a0: l’essai…</p>"
    )
    assert markup.rich_text('<p>"Really?"</p>', "en") == '<p>"Really?"</p>'


def test_a_table_keeps_its_words_and_scrolls_by_keyboard() -> None:
    html = markup.table([["A", "B"], ["**un**", "<script>"]], "fr")
    assert 'tabindex="0"' in html
    assert "<strong>un</strong>" in html
    assert "<script" not in html
    assert '<th scope="col">A</th>' in html


@pytest.mark.parametrize(
    ("link", "source"),
    [
        ("https://www.youtube.com/watch?v=abc_123-X&t=4", "https://www.youtube-nocookie.com/embed/abc_123-X"),
        ("https://youtu.be/abc123", "https://www.youtube-nocookie.com/embed/abc123"),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://tube.numerique.gouv.fr/w/abcDEF", "https://tube.numerique.gouv.fr/videos/embed/abcDEF"),
        ("https://peertube.example/w/abcDEF", ""),
        ("https://example.org/film.html", ""),
        ('https://www.youtube.com/watch?v="><script>', ""),
    ],
)
def test_known_players_are_embedded_without_cookies_and_others_are_linked(link: str, source: str) -> None:
    assert markup.embed_address(link) == source
    html = markup.video("Un film", link, "", "<p>Texte</p>", "fr")
    assert ("<iframe" in html) is bool(source)
    assert "<script" not in html
    assert "Lire la transcription" in html


def test_a_drawing_loses_what_runs_fetches_or_links() -> None:
    dirty = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)" viewBox="0 0 9 9">
    <script>alert(1)</script><style>@import url(https://evil.example)</style><foreignObject><p>x</p></foreignObject>
    <a href="javascript:alert(1)"><circle r="2"/></a><image href="https://evil.example/x.png"/><animate attributeName="x"/>
    <rect fill="url(https://evil.example#a)" stroke="url(#own)" width="3"/><use xlink:href="#own"/><use href="https://evil.example#x"/></svg>"""
    clean = svg.sanitise(dirty).decode()
    for evil in ("alert", "script", "style", "foreignObject", "evil", "javascript", "animate", "onload"):
        assert evil not in clean
    assert "url(#own)" in clean
    assert "#own" in clean
    assert "viewBox" in clean


@pytest.mark.parametrize(
    "source",
    [
        b"<html/>",
        b"not xml",
        b"",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>',
    ],
)
def test_what_is_not_a_drawing_is_refused(source: bytes) -> None:
    with pytest.raises(Refused):
        svg.sanitise(source)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://[x", "data:text/html,x", "//example.org/v", "ftp://example.org/v"]
)
def test_a_film_leads_to_a_site_or_nowhere(link: str) -> None:
    html = markup.video("Un film", link, "", "<p>Texte</p>", "fr")
    assert "Un film" in html and "Texte" in html
    assert "href" not in html and "<iframe" not in html
