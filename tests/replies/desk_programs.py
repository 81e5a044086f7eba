"""Outlook on Windows and Mac, Apple Mail, Thunderbird, Notes, and the programs of Linux desks."""

from .letters import Letter
from .mime import (
    body,
    divs,
    escape,
    file_part,
    flowed,
    interleaved,
    mail,
    paragraphs,
    part,
    ps,
    quoted,
    tight,
    together,
    wrapped,
)

_LABELS = {
    "fr": ("De\u00a0:", "Envoyé\u00a0:", "À\u00a0:", "Objet\u00a0:"),
    "en": ("From:", "Sent:", "To:", "Subject:"),
    "de": ("Von:", "Gesendet:", "An:", "Betreff:"),
    "es": ("De:", "Enviado el:", "Para:", "Asunto:"),
    "it": ("Da:", "Inviato:", "A:", "Oggetto:"),
    "nl": ("Van:", "Verzonden:", "Aan:", "Onderwerp:"),
}


def outlook_header(letter: Letter) -> list[tuple[str, str]]:
    """The four lines by which Outlook announces what it quotes, without a mark."""
    at = letter.at
    when = f"{letter.day} {at.day} {letter.month} {at.year} {letter.time}"
    if letter.language == "en":
        when = f"{letter.day}, {letter.month} {at.day}, {at.year} {letter.twelve}"
    values = (f"{letter.sender} <{letter.sender_address}>", when, f"{letter.name} <{letter.address}>", letter.subject)
    return list(zip(_LABELS[letter.language], values, strict=True))


def _word(texts: list[str] | tuple[str, ...]) -> str:
    """Paragraphs as Word writes them: no margins, empty ones between."""
    out = []
    for text in texts:
        if text.startswith("- "):
            out.append(
                "".join(
                    "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span "
                    "style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;"
                    f"&nbsp;&nbsp; </span></span></span><![endif]>{escape(line[2:])}<o:p></o:p></p>"
                    for line in text.split("\n")
                )
            )
        else:
            out.append("\r\n".join(f"<p class=MsoNormal>{escape(line)}<o:p></o:p></p>" for line in text.split("\n")))
    return "<p class=MsoNormal><o:p>&nbsp;</o:p></p>".join(out)


_STYLE = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">'
    '<head><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1"><meta name=Generator content="Microsoft Word 15 '
    '(filtered medium)"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--\n/* Font Definitions */\n'
    "p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;font-size:11.0pt;}\n--></style></head>"
)


def outlook(letter: Letter, *, charset: str = "iso-8859-1", files: tuple[bytes, ...] = ()) -> bytes:
    rows = outlook_header(letter)
    plain = "\n\n".join(paragraphs(letter)).replace("- ", "·  ") + "\n\n" + "\n".join(f"{a} {b} " for a, b in rows) + "\n\n"
    plain += "\n\n".join(letter.original) + "\n"
    head = "<br>".join(f"<b>{escape(a)}</b> {escape(b)}" for a, b in rows)
    markup = (
        f'{_STYLE}<body lang=FR link="#0563C1" vlink="#954F72" style=\'word-wrap:break-word\'><div class=WordSection1>{_word(paragraphs(letter))}'
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p class=MsoNormal>{head}<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>{_word(letter.original)}</div></body></html>"
    )
    content = together(
        "alternative", [part("text/plain", plain, charset), part("text/html", markup, charset)], "----=_NextPart_001_0012"
    )
    if files:
        content = together("mixed", [content, *files], "----=_NextPart_000_0011")
    prefix = "RE: " if letter.language != "de" else "AW: "
    return mail(letter, content, prefix=prefix, program="X-Mailer: Microsoft Outlook 16.0\r\nThread-Index: AQKcYzRk")


def outlook_windows(letter: Letter) -> bytes:
    """The same in windows-1252, with the picture of a signature."""
    picture = file_part("image001.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "inline", "image001.png@01DBD480")
    return outlook(letter, charset="windows-1252", files=(picture,))


def outlook_text(letter: Letter) -> bytes:
    """Set to plain text: a title above the header."""
    title = "-----Message d'origine-----" if letter.language == "fr" else "-----Original Message-----"
    rows = "\n".join(f"{a} {b}" for a, b in outlook_header(letter))
    plain = "\n\n".join(paragraphs(letter)) + f"\n\n{title}\n{rows}\n\n" + "\n\n".join(letter.original) + "\n"
    return mail(
        letter,
        part("text/plain", plain, "iso-8859-1", "quoted-printable"),
        prefix="RE: ",
        program="X-Mailer: Microsoft Outlook 16.0",
    )


def outlook_web(letter: Letter) -> bytes:
    rows = outlook_header(letter)
    plain = (
        "\n".join(paragraphs(letter)) + "\n________________________________\n" + "\n".join(f"{a} {b}" for a, b in rows) + "\n\n"
    )
    plain += "\n\n".join(letter.original) + "\n"
    font = ' class="elementToProof" style="font-family: Aptos, Calibri, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"'
    signature = ""
    written, under = list(letter.written), list(letter.under)
    if under:
        signature = f'<div id="Signature" class="elementToProof">{divs(under, font)}</div>'
    head = "<br>\r\n".join(f"<b>{escape(a)}</b> {escape(b)}" for a, b in rows)
    markup = (
        '<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n<style type="text/css" style="display:none;"> '
        f'P {{margin-top:0;margin-bottom:0;}} </style>\r\n</head>\r\n<body dir="ltr">\r\n{divs(written, font, gap=f"<div{font}><br></div>")}\r\n'
        f'<div{font}>\r\n<br>\r\n</div>{signature}\r\n<div id="appendonsend"></div>\r\n<hr style="display:inline-block;width:98%" tabindex="-1">\r\n'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{head}</font>\r\n<div>&nbsp;</div>\r\n'
        f"</div>\r\n<div>{divs(letter.original)}</div>\r\n</body>\r\n</html>"
    )
    parts = [part("text/plain", plain, encoding="base64"), part("text/html", markup, encoding="base64")]
    return mail(
        letter, together("alternative", parts, "_000_PR0P264MB1234_"), program="Thread-Topic: Tiroirs\r\nX-MS-Has-Attach:"
    )


def outlook_mac(letter: Letter) -> bytes:
    rows = outlook_header(letter)
    at = letter.at
    date = (
        f"{letter.day} {at.day} {letter.month} {at.year} à {letter.time}"
        if letter.language == "fr"
        else f"{letter.day}, {at.day} {letter.month} {at.year} at {letter.time}"
    )
    labels = [rows[0], ("Date\u00a0:" if letter.language == "fr" else "Date:", date), *rows[2:]]
    plain = (
        "\n\n".join(paragraphs(letter))
        + "\n\n"
        + "\n".join(f"{a} {b}" for a, b in labels)
        + "\n"
        + "\n\n".join(letter.original)
        + "\n"
    )
    head = "<br>".join(
        f'<b><span style="font-size:12.0pt;color:black">{escape(a)} </span></b><span style="font-size:12.0pt;color:black">{escape(b)}</span>'
        for a, b in labels
    )
    markup = (
        f'{_STYLE}<body lang="FR" link="#0563C1" vlink="#954F72"><div class="WordSection1">{_word(paragraphs(letter))}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal" style="margin-bottom:12.0pt">{head}<o:p></o:p></p></div>{_word(letter.original)}</div></div></div></body></html>'
    )
    parts = [part("text/plain", plain), part("text/html", markup)]
    return mail(
        letter, together("alternative", parts, "_000_MRZP264MB99_"), program="User-Agent: Microsoft-MacOutlook/16.89.24090815"
    )


def apple_mail(letter: Letter) -> bytes:
    at = letter.at
    who = f"{letter.sender} <{letter.sender_address}>"
    if letter.language == "fr":
        attribution = f"Le {at.day} {letter.month} {at.year} à {letter.time}, {who} a écrit :"
    elif letter.language == "it":
        attribution = f"Il giorno {at.day} {letter.month[:3]} {at.year}, alle ore {letter.time}, {who} ha scritto:"
    else:
        attribution = f"On {at.day} {letter.short_month} {at.year}, at {letter.time}, {who} wrote:"
    if letter.answers:
        plain, markup = flowed(attribution, 72, "> ") + "\n> \n", ""
        for is_quoted, text in interleaved(letter):
            plain += flowed(text, 72, "> ") + "\n> \n" if is_quoted else f"\n{flowed(text)}\n\n"
            inner = f"<div>{escape(text).replace(chr(10), '<br>')}</div>"
            markup += f'<blockquote type="cite">{inner}</blockquote>' if is_quoted else f"<div><br></div>{inner}<br>"
        markup = f'<div><blockquote type="cite"><div>{escape(attribution)}</div><br class="Apple-interchange-newline"></blockquote>{markup}</div>'
    else:
        plain = f"{flowed(body(paragraphs(letter)))}\n\n{flowed(attribution, 72, '> ')}\n> \n{flowed(body(letter.original), 72, '> ')}\n"
        markup = (
            f'{divs(paragraphs(letter))}<div><br><blockquote type="cite"><div>{escape(attribution)}</div><br class="Apple-interchange-newline">'
            f"<div>{divs(letter.original)}</div></blockquote></div><br>"
        )
    markup = f'<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word;">{markup}</body></html>'
    parts = [part("text/plain", plain, more="; format=flowed"), part("text/html", markup)]
    return mail(letter, together("alternative", parts, "Apple-Mail=_7A1B"), program="X-Mailer: Apple Mail (2.3826.600.51.1.1)")


def _thunderbird_head(letter: Letter) -> str:
    at = letter.at
    return {
        "fr": f"Le {at:%d/%m/%Y} à {letter.time}, {letter.sender} a écrit :",
        "en": f"On {at:%d/%m/%Y} {letter.time}, {letter.sender} wrote:",
        "de": f"Am {at:%d.%m.%y} um {letter.time} schrieb {letter.sender}:",
        "es": f"El {at:%d/%m/%Y} a las {letter.time}, {letter.sender} escribió:",
    }[letter.language]


def thunderbird(letter: Letter) -> bytes:
    """Answers under the quotation, as it is set up: attribution first."""
    head = _thunderbird_head(letter)
    if letter.answers:
        body = f'<div class="moz-cite-prefix">{escape(head)}<br></div>\n'
        for is_quoted, text in interleaved(letter):
            inner = escape(text).replace("\n", "<br>\n")
            body += f'<blockquote type="cite" cite="mid:7@essaim">{inner}</blockquote>\n' if is_quoted else f"<p>{inner}</p>\n"
    else:
        body = (
            f'{ps(paragraphs(letter))}\n<div class="moz-cite-prefix">{escape(head)}<br>\n</div>\n'
            f'<blockquote type="cite" cite="mid:notifications.7@essaim.brindel.example">{divs(letter.original)}</blockquote>\n<br>'
        )
    markup = f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n</head>\n<body>\n{body}\n</body>\n</html>'
    return mail(letter, part("text/html", markup, encoding="8bit"), program="User-Agent: Mozilla Thunderbird")


def thunderbird_text(letter: Letter) -> bytes:
    """Plain text, flowed; the answer stands under the quotation, the signature under the answer."""
    head = _thunderbird_head(letter)
    if letter.answers:
        plain = f"{head}\n"
        for is_quoted, text in interleaved(letter):
            plain += flowed(text, 70, "> ") + "\n> \n" if is_quoted else f"\n{flowed(text)}\n\n"
    else:
        original = "\n".join(
            line.rstrip(" ") if line == "> " else line for line in flowed("\n\n".join(letter.original), 70, "> ").split("\n")
        )
        plain = f"{head}\n{original}\n\n{flowed(body(letter.written))}\n"
        plain += f"\n-- \n{flowed(tight(letter.under))}\n" if letter.under else ""
    return mail(
        letter, part("text/plain", plain, more="; format=flowed", encoding="8bit"), program="User-Agent: Mozilla Thunderbird"
    )


def notes(letter: Letter) -> bytes:
    """HCL Notes: labels padded with spaces, ISO letters."""
    at = letter.at
    rows = [
        ("De :", f'"{letter.sender}" <{letter.sender_address}>'),
        ("A :", f"{letter.name}/BRINDEL@BRINDEL"),
        ("Date :", f"{at:%d/%m/%Y %H:%M}"),
        ("Objet :", letter.subject),
    ]
    if letter.language == "en":
        rows = [("From:", rows[0][1]), ("To:", rows[1][1]), ("Date:", rows[2][1]), ("Subject:", rows[3][1])]
    plain = (
        "\n\n".join(paragraphs(letter))
        + "\n\n\n\n"
        + "\n".join(f"{a:<8} {b}" for a, b in rows)
        + "\n\n\n\n"
        + "\n\n".join(letter.original)
        + "\n"
    )
    font = '<font size=2 face="sans-serif">'
    body = "<br>\n<br>".join(
        f"{font}{escape(text).replace(chr(10), '</font><br>' + chr(10) + font)}</font>" for text in paragraphs(letter)
    )
    head = "".join(
        f'<font size=1 color=#5f5f5f face="sans-serif">{escape(a)} &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">{escape(b)}</font>\n<br>'
        for a, b in rows
    )
    markup = f"{body}\n<br>\n<br>\n<br>\n<br>{head}<hr noshade>\n<br>\n<br>\n<br>{divs(letter.original)}\n<br>\n"
    parts = [part("text/plain", plain, "iso-8859-1"), part("text/html", markup, "iso-8859-1")]
    return mail(
        letter, together("alternative", parts, "=_alternative 004D2F1BC1258CA0_="), program="X-Mailer: HCL Notes Release 12.0.2"
    )


def evolution(letter: Letter) -> bytes:
    at = letter.at
    head = (
        f"Le {letter.day} {at:%d} {letter.month} {at.year} à {letter.time} +0200, {letter.sender} a écrit :"
        if letter.language == "fr"
        else f"On {letter.day[:3]}, {at:%Y-%m-%d} at {letter.time} +0200, {letter.sender} wrote:"
    )
    plain = f"{wrapped(body(paragraphs(letter)), 71)}\n\n{head}\n{quoted(letter, width=letter.width)}\n"
    return mail(letter, part("text/plain", plain), program="User-Agent: Evolution 3.56.1")


def kmail(letter: Letter) -> bytes:
    at = letter.at
    head = f"Le {letter.day} {at.day} {letter.month} {at.year}, {at:%H:%M:%S} heure d’été d’Europe centrale {letter.sender} a écrit :"
    plain = (
        f"{head}\n{quoted(letter)}\n\n"
        + "\n\n".join(letter.written)
        + ("\n\n-- \n" + "\n".join(letter.under) if letter.under else "")
        + "\n"
    )
    return mail(letter, part("text/plain", plain, encoding="base64"))


def mutt(letter: Letter) -> bytes:
    at = letter.at
    head = f"On {letter.day[:3]}, {letter.short_month} {at:%d}, {at.year} at {at:%I:%M:%S%p} +0200, {letter.sender} wrote:"
    if letter.answers:
        plain = f"{head}\n"
        for is_quoted, text in interleaved(letter):
            plain += wrapped(text, 74, "> ") + "\n> \n" if is_quoted else f"\n{wrapped(text, 72)}\n\n"
    else:
        plain = f"{head}\n{quoted(letter)}\n\n{wrapped(body(letter.written), 72)}\n"
        plain += "\n-- \n" + "\n".join(letter.under) + "\n" if letter.under else ""
    return mail(letter, part("text/plain", plain, encoding="8bit"), program="User-Agent: Mutt/2.2.12")
