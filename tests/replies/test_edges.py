"""What no program of the set sends: our own line, languages nobody taught it, messages that look like quotations, rubbish."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.kernel.replies import automatic, parse, read_reply
from essaim.kernel.replies.parts import bodies, files

from .corpus import FRENCH, web
from .mime import file_part, part, together

MARKER = "— Répondez au-dessus de cette ligne —"


def written(body: str, kind: str = "text/plain", name: str = "Claire Marchand") -> str:
    raw = f"From: {name} <c@brindel.example>\r\n".encode() + part(kind, body)
    return read_reply(parse(raw), markers=[MARKER]).text


def test_above_our_own_line_whatever_the_program_says() -> None:
    assert written(f"Oui.\n\n2025. 6. 3. 14:02, Essaim 작성:\n\n{MARKER}\n\nBonjour Claire,\nbla").startswith("Oui.")
    assert "Bonjour" not in written(f"Oui.\n\n{MARKER}\n\nBonjour Claire,\nbla")
    assert written(f"<div>Oui.</div><p>{MARKER}</p><p>Bonjour Claire,</p>", "text/html") == "Oui."


@pytest.mark.parametrize(
    "head",
    [
        "Den tirs. 3. juni 2025 kl. 14.02 skrev Essaim <a@b.example>:",
        "W dniu wt., 3 cze 2025 o 14:02 Essaim <a@b.example> napisał(a):",
        "3 juin 2025 14:02 Essaim <a@b.example>:",
        "Essaim <a@b.example> kirjoitti ti 3. kesäk. 2025 klo 14.02:",
        "2025年6月3日(火) 14:02 Essaim <a@b.example>:",
    ],
)
def test_a_language_that_nobody_taught_it(head: str) -> None:
    assert written(f"Oui.\n\n{head}\n\n> Bonjour\n> bla\n") == "Oui."


HEADS = [
    "Le mar. 3 juin 2025 à 14:02, Claire Marchand <claire@brindel.example> a écrit :",
    "Le mar. 3 juin 2025 à 14:02, Claire Marchand\n<claire@brindel.example> a écrit :",
    "On Tue, Jun 3, 2025 at 2:02 PM Claire Marchand <claire@brindel.example> wrote:",
    "Claire Marchand <claire@brindel.example> a écrit :",
    "Am 3. Juni 2025 um 14:02 schrieb Claire <claire@brindel.example>:",
]


BROKEN = [
    "Claire Marchand\n<claire@brindel.example> a écrit :",
    "mardi 3 juin 2025 à 14:02, Claire\nMarchand <claire@brindel.example> a écrit :",
    "In data martedì 3 giugno 2025 alle 14:02, Claire\nMarchand <claire@brindel.example> ha scritto:",
    "Quoting Claire Marchand\n<claire@brindel.example>:",
]


@pytest.mark.parametrize("head", BROKEN)
def test_an_announcement_that_is_broken_over_two_lines_goes_as_a_whole(head: str) -> None:
    assert written(f"Oui.\n\n{head}\n> Bonjour\n> bla\n") == "Oui."
    assert written(f"Oui\n{head}\n> Bonjour\n> bla\n") in ("Oui", f"Oui\n{head.splitlines()[0]}"), "nothing of theirs is lost"


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "text",
    [
        "Oui",
        "Sounds good to me",
        "Un.\n\nDeux, le 3 juin 2025 à 14:02.",
        "Vu avec paul@brindel.example, ok.",
        "Claire, merci",
        "Voici :\nun",
    ],
)
def test_words_that_touch_what_announces_the_quotation_are_kept(text: str, head: str) -> None:
    assert written(f"{text}\n{head}\n> Bonjour\n> bla\n") == text
    if "paul@" not in text:
        html = "".join(f"<div>{line or '<br>'}</div>" for line in f"{text}\n{head}".replace("<", "&lt;").splitlines())
        assert written(f"{html}<blockquote>Bonjour</blockquote>", "text/html") == text


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 juin 2025, Samia a écrit : « un tiroir, une question ». Je suis d'accord.",
        "On 3 June I wrote: please sort this. Nobody did.",
        "Objet : tiroirs. De : tout le monde. À : personne.",
        "Ce message est confidentiel, gardez-le pour vous, destinataires de ce fil.",
        "Envoyé de mon iPhone, ton message est arrivé deux fois ?",
        "Claire",
        "Cordialement",
        "Voici la liste :\n\n1. Claire\n2. Samia\n3. Julien\n\nQui d'autre ?",
        "Il faut un signe avant la signature :\n\nBonne idée -- vraiment -- de les ranger.",
        "Sent from my iPhone is what everybody reads, nobody sees it.",
        "Merci",
        "Le code :\n\n```\nfrom: a\nto: b\n```",
        "Bonjour,\n\nDroit à la déconnexion : la charte dit 19 h.\n\nPour le télétravail, voici le lien et la suite de ma réponse.",
        "Bonjour,\n\nN'imprimez pas le formulaire : il se remplit en ligne.\n\nLe lien est sur l'intranet, rubrique RH.",
        "Bonjour,\n\nSi vous avez reçu une pièce jointe d'un expéditeur inconnu, ne l'ouvrez pas et prévenez le support.\n\n"
        "Ensuite voici ce que nous faisons chez nous, en trois points.",
    ],
)  # fmt: skip
def test_what_looks_like_it_and_is_not(text: str) -> None:
    assert written(text) == text


def test_names_alone_and_initials() -> None:
    assert written("D'accord.\n\nClaire M.", name="Claire M.") == "D'accord."
    assert written("D'accord.\n\nCM") == "D'accord."
    assert written("D'accord.\n\nC. Marchand\nRH") == "D'accord."
    assert written("D'accord.\n\nMARCHAND Claire - Relation client\n06 12 34 56 78") == "D'accord."
    assert written("D'accord avec Claire.\n\nSamia") == "D'accord avec Claire.\n\nSamia"


def test_a_message_in_the_frame_of_the_signature_is_a_message() -> None:
    assert written('<div id="Signature"><div>Oui, jeudi.</div></div>', "text/html") == "Oui, jeudi."


def test_a_reply_without_words() -> None:
    assert written("\n\nLe 03/06/2025 à 14:02, Essaim a écrit :\n> Bonjour\n") == ""
    assert written("Envoyé de mon iPhone") == ""
    assert written("") == ""


def test_words_are_no_headings_and_no_code() -> None:
    assert written("Avant\n-----\nAprès") == "Avant\n\n-----\nAprès"
    assert written("        décalé") == "décalé"


def test_a_notice_at_the_end_goes_whatever_stands_under_it() -> None:
    notice = "Ce message est confidentiel et à l'intention exclusive de son destinataire. Si vous l'avez reçu par erreur, supprimez-le."
    under = "Brindel SA au capital de 40 000 euros, RCS Lyon 123 456 789\n\n-----\n\nN'imprimez ce message que si nécessaire."
    assert written(f"Oui, jeudi me va bien.\n\n{notice}\n\n{under}") == "Oui, jeudi me va bien."
    assert (
        written(f"Oui.\n\nDroit à la déconnexion : répondez quand vous voulez.\n\n{notice}\n\nEnvoyé de mon iPhone") == "Oui."
    )


def test_links_and_lists_of_html() -> None:
    html = '<p>Voir <a href="https://x.example/a">la note</a> et <a href="https://y.example">https://y.example</a>.</p>'
    html += "<ol start=3><li>un</li><li>deux</li></ol>"
    assert written(html, "text/html") == "Voir [la note](https://x.example/a) et https://y.example.\n\n3. un\n4. deux"


def test_a_quotation_of_one_s_own_is_kept_before_its_answer() -> None:
    assert written("> Un tiroir par saison\n\nNon, par question.") == "> Un tiroir par saison\n\nNon, par question."


def test_files_are_found_and_named_safely() -> None:
    inside = [
        part("text/plain", "Voici."),
        file_part("../../relevé\u202egnp.pdf", "application/pdf", b"%PDF"),
        file_part("image001.png", "image/png", b"\x89PNG", "inline", "x@y"),
        file_part("plan.pdf", "application/pdf", b"%PDF", "inline", "z@y"),
    ]
    message = parse(together("mixed", inside, "b"))
    first, second, third = files(message)
    assert (first.name, first.content, first.inline) == ("relevégnp.pdf", b"%PDF", False)
    assert second.inline and not third.inline, "a document is no part of a signature"
    assert bodies(message).plain.strip() == "Voici."


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("X-Autoreply: yes", "auto-submitted"),
        ("Precedence: bulk", "list"),
        ("List-Id: <x.example>", "list"),
        ("Return-Path: <>", "bounce"),
        ("From: MAILER-DAEMON@x.example", "machine"),
        ("Subject: Absence du bureau : Re: Tiroirs", "absence"),
        ("Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_Tiroirs?=", "absence"),
        ("Subject: Automatic reply: Drawers", "absence"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "report"),
        ("Content-Type: text/calendar; method=REPLY", "calendar"),
        ("Auto-Submitted: no", ""),
        ("Subject: Re: Absence de réponse", ""),
        ("Subject: Re: Samia vous répond", ""),
    ],
)
def test_what_nobody_wrote(headers: str, why: str) -> None:
    assert automatic(parse(f"{headers}\r\n\r\nbla".encode())) == why
    assert automatic(parse(b"\r\nbla"), envelope_sender="") == "bounce"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes(raw: bytes) -> None:
    _all(raw)


_PIECES = [
    "<div>", "</div>", "<blockquote type=cite>", "</blockquote>", "<br>", "<ul><li>", "</table>", "<![if", "<!--", "]]>", "&nbsp;",
    "<p class=MsoNormal>", "&#x110000;", "De : x@y.z", "Objet : a", "Le 3 juin 2025 à 14:02, x a écrit :", "> ", "-- ", "\x00",
    "\ud83d", "<a href='http://x'>", "</a>", "mot", "\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=60),
    st.sampled_from(["text/html", "text/plain", "multipart/mixed; boundary=x", "x"]),
)
def test_any_pieces(pieces: list[str], kind: str) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    _all(f"From: =?utf-8?q?=FF?= <\r\nSubject: =?x?q?\r\nContent-Type: {kind}; charset=utf-99\r\n\r\n".encode() + body)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
def test_a_real_mail_damaged_anywhere(place: int, damage: bytes) -> None:
    raw = web.gmail(FRENCH["liste"])
    _all(raw[:place] + damage + raw[place + len(damage) :])


def _all(raw: bytes) -> None:
    message = parse(raw)
    reply = read_reply(message, markers=[MARKER])
    assert isinstance(reply.text, str) and "\x00" not in reply.text
    for file in files(message):
        assert "/" not in file.name and 0 < len(file.name) <= 120
    automatic(message)


def test_a_monstrous_mail_takes_no_monstrous_time() -> None:
    began = time.process_time()
    written("<div>" * 30_000 + "mot" + "</div>" * 30_000, "text/html")
    written("De : a\n" * 20_000)
    written("Le 3 juin 2025 à 14:02, x\n" * 20_000)
    written("mot " * 200_000)
    written("> a\nb\n" * 20_000)
    raw = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2000)).encode()
    _all(raw)
    assert time.process_time() - began < 20


_LETTERS = 200_000
_IN_TEXT = [
    "[",
    "[x](",
    "<http:",
    "--\n",
    "-----\n",
    "q\n\n",
    " |",
    "N'imprimez pas ",
    "Ce message\n\n",
    f"{'a' * 1900}:\n> a\n",
]
_IN_HTML = ["<!--", "<![", "</", "<a b='", "a<b>", "a<td></td>", "<ul><li>a", "<blockquote>a", "<p>a"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/plain", piece * (_LETTERS // len(piece))) for piece in _IN_TEXT]
    + [("text/html", piece * (_LETTERS // len(piece))) for piece in [*_IN_TEXT[:3], *_IN_HTML]]
    + [("text/html", "<i>" * 25_000 + "</b>" * 25_000), ("text/html", "<a href='http://x'>" * 9_000 + "<p>a" * 9_000)],
    ids=repr,
)  # fmt: skip
def test_a_mail_made_to_be_slow_is_not(kind: str, body: str) -> None:
    began = time.process_time()
    written(body, kind)
    assert time.process_time() - began < 4
