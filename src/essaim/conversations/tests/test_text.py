"""What members write is shown safely, and names the colleagues it means to name."""

import re

import pytest

from essaim.conversations.colleagues import as_typed
from essaim.conversations.text import MAX_LENGTH, write
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db

ATTACKS = [
    "<script>alert(1)</script>texte",
    "<img src=x onerror=alert(1)> texte",
    "<svg/onload=alert(1)>texte",
    "[clic](javascript:alert(1))",
    "[clic](JaVaScRiPt:alert(1))",
    "[clic](java\nscript:alert(1))",
    "[clic](data:text/html;base64,PHNjcmlwdD4=)",
    "[clic](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![image](javascript:alert(1))",
    '[clic](https://example.org/" onmouseover="alert(1))',
    '<a href="https://example.org" onclick="alert(1)">clic</a>',
    "<iframe src=https://example.org></iframe>texte",
    "<style>*{display:none}</style>texte",
    '<form action="/people/"><input name=q></form>texte',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>texte",
    "<!--><img src=x onerror=alert(1)>-->texte",
    "```\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "@[<img src=x onerror=alert(1)>](member:1)",
    '@[a](member:1"onclick="alert(1))',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x]: javascript:alert(1)\n\n[x]",
    "> <script>alert(1)</script>",
    "texte\u202e<script>alert(1)</script>\x00",
    "<div style=position:fixed;inset:0>texte</div>",
    "[clic](//example.org/\\@evil)",
    "https://example.org/<script>alert(1)</script>",
]

_TAGS = re.compile(r"<\s*/?\s*([a-zA-Z!][^\s>/]*)([^>]*)>")
_ALLOWED = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h4", "table"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_only_text(attack: str) -> None:
    html = write(attack, language="fr").html
    for name, attributes in _TAGS.findall(html):
        assert name in _ALLOWED, html
        assert not re.search(r"\bon\w+\s*=|style\s*=|src\s*=", re.sub(r'"[^"]*"', '""', attributes)), html
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert not re.match(r"\s*(javascript|data|vbscript)", address, re.I), html


def test_formatting_and_french_typography_are_set() -> None:
    html = write("**Oui** ? Voici :\n\n- l'un\n- l'autre\n\n> \"cité\"", language="fr").html
    assert "<strong>Oui</strong>\u202f?" in html
    assert "<li>l’un</li>" in html
    assert "«\u202fcité\u202f»" in html
    assert "<li>l'un</li>" in write("- l'un", language="en").html


def test_a_bare_address_becomes_a_link_but_not_in_code() -> None:
    html = write("Voir https://example.org/a?b=1. Et `https://example.org/c`", language="en").html
    assert 'href="https://example.org/a?b=1"' in html
    assert ">https://example.org/a?b=1</a>." in html
    assert "<code>https://example.org/c</code>" in html


def ines(**fields: object) -> Member:
    return make_member(first_name="Inès", last_name="Robin", email="ines.robin@brindel.example", **fields)


@pytest.mark.parametrize("typed", ["@ines.robin", "@Inès.Robin", "@[Inès](ines.robin@brindel.example)", "@[qui](member:{id})"])
def test_a_colleague_is_named_in_several_ways(typed: str) -> None:
    member = ines()
    written = write(f"Merci {typed.format(id=member.pk)}.", language="fr")
    assert written.source == f"Merci @[Inès Robin](member:{member.pk})."
    assert written.mentioned == [member.pk]
    assert f'<a href="/people/members/{member.pk}/"' in written.html
    assert ">@Inès Robin</a>." in written.html
    # What is stored is named again when it is edited.
    assert write(written.source, language="fr").source == written.source


def test_compound_names_are_typed_with_hyphens() -> None:
    member = make_member(first_name="Marie-Christine", last_name="de La Tour")
    assert write("@marie-christine.de-la-tour", language="fr").mentioned == [member.pk]


def test_who_is_unknown_or_gone_stays_words() -> None:
    gone = make_member(is_active=False)
    written = write(f"@[Faux](member:999999) @[Parti](member:{gone.pk}) @per.sonne a@b.fr @[x](z@z.fr)", language="fr")
    assert written.source == "@Faux @Parti @per.sonne a@b.fr @x"
    assert written.mentioned == []
    assert "<a" not in written.html


def test_a_name_cannot_be_put_on_somebody_else() -> None:
    member = ines()
    written = write(f"@[Le directeur](member:{member.pk})", language="fr")
    assert "Le directeur" not in written.html
    assert "@Inès Robin" in written.html
    # Not through a reference either.
    assert "/people/members/" not in write(f"@[Le directeur][1]\n\n[1]: member:{member.pk}", language="fr").html


def test_two_of_the_same_name_are_unclear() -> None:
    ines()
    make_member(first_name="Ines", last_name="Robin")
    written = write("@ines.robin", language="fr")
    assert written.mentioned == []
    assert written.unclear == ["@ines.robin"]


def test_names_in_code_are_code() -> None:
    ines()
    assert write("`@ines.robin`\n\n```\n@ines.robin\n```", language="fr").mentioned == []


def test_who_may_not_see_the_thread_is_told_apart() -> None:
    member, inside = ines(), make_member(first_name="Paul", last_name="Nid")
    audience = make_audience("rh", inside)
    written = write("@ines.robin et @paul.nid", language="fr", restricted_to=[audience.pk])
    assert written.mentioned == [inside.pk]
    assert written.blind == [member.name]


def test_a_name_with_signs_stays_a_name() -> None:
    member = make_member(first_name="A*b*", last_name="[C]<d>")
    written = write(f"@[x](member:{member.pk})", language="fr")
    assert written.mentioned == [member.pk]
    assert "@A*b* [C]&lt;d&gt;</a>" in written.html
    assert write(written.source, language="fr").mentioned == [member.pk]


@pytest.mark.parametrize(
    ("source", "code"),
    [("", "empty"), (" \n\t", "empty"), ("---", "empty"), ("x" * (MAX_LENGTH + 1), "too-long")],
)
def test_nothing_and_too_much_are_refused(source: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        write(source, language="fr")
    assert refused.value.code == code


def test_naming_everybody_is_refused() -> None:
    with pytest.raises(Refused):
        write(" ".join(f"@[x](member:{n})" for n in range(1, 22)), language="fr")


def test_a_text_without_an_at_asks_the_database_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        write("Rien de spécial.", language="fr")


def test_editing_shows_what_was_typed() -> None:
    claire = make_member(first_name="Claire", last_name="Marchand")
    for _ in range(2):
        make_member(first_name="Paul", last_name="Nid")
    paul = Member.objects.filter(last_name="Nid").first()
    assert paul is not None
    kept = write(f"@claire.marchand, et @[Paul Nid](member:{paul.pk}) ? `@claire.marchand`", language="fr").source
    assert f"member:{claire.pk}" in kept
    typed = as_typed(kept)
    assert typed == f"@claire.marchand, et @[Paul Nid](member:{paul.pk}) ? `@claire.marchand`", (
        "a name that two have stays said"
    )
    assert write(typed, language="fr").source == kept
    stuck = f"x/@[Claire Marchand](member:{claire.pk}) @[Claire Marchand](member:{claire.pk}).fin"
    assert as_typed(stuck) == stuck, "as a handle it would be read otherwise"
