"""Gmail, Yahoo, Proton, Outlook on the web, and the web mails of French hosts."""

from .letters import Letter
from .mime import body, breaks, divs, escape, interleaved, mail, paragraphs, part, ps, quoted, spaced, together, wrapped


def _gmail_attribution(letter: Letter) -> str:
    at, who = letter.at, f"{letter.sender} <{letter.sender_address}>"
    if letter.language == "fr":
        return f"Le {letter.day[:3]}. {at.day} {letter.short_month} {at.year} à {letter.time}, {who} a écrit :"
    if letter.language == "en":
        return f"On {letter.day[:3]}, {letter.short_month} {at.day}, {at.year} at {letter.twelve} {who} wrote:"
    if letter.language == "de":
        return f"Am {letter.day[:2]}., {at.day}. {letter.month} {at.year} um {letter.time} Uhr schrieb {who}:"
    if letter.language == "es":
        return f"El {letter.day[:3]}, {at.day} {letter.month[:3]} {at.year} a las {letter.time}, {who} escribió:"
    if letter.language == "it":
        return f"Il giorno {letter.day[:3]} {at.day} {letter.month[:3]} {at.year} alle ore {letter.time} {who} ha scritto:"
    return f"Op {letter.day[:2]} {at.day} {letter.month[:3]} {at.year} om {letter.time} schreef {who}:"


def gmail(letter: Letter, *, android: bool = False) -> bytes:
    attribution = _gmail_attribution(letter)
    if android and letter.language == "fr":
        attribution = attribution.replace(f" à {letter.time}", f", {letter.time}")
    style = 'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"'
    head = f'<div dir="ltr" class="gmail_attr">{spaced(attribution)}<br></div>'
    if letter.answers:
        plain, markup = "", ""
        for is_quoted, text in interleaved(letter):
            plain += (wrapped(text, letter.width, "> ") + "\n>\n") if is_quoted else f"\n{wrapped(text, letter.width)}\n\n"
            markup += (
                f'<blockquote class="gmail_quote" {style}><div>{escape(text).replace(chr(10), "<br>")}</div></blockquote>'
                if is_quoted
                else f"<div><br></div><div>{escape(text)}</div><div><br></div>"
            )
        plain = f"{wrapped(attribution, letter.width)}\n\n{plain}"
        markup = f'<div dir="ltr"><div class="gmail_quote gmail_quote_container">{head}{markup}</div></div>'
    else:
        text = body(paragraphs(letter))
        plain = (
            f"{wrapped(text, letter.width)}\n\n{wrapped(attribution, letter.width)}\n\n{quoted(letter, width=letter.width)}\n"
        )
        start = 'dir="auto"' if android else 'dir="ltr"'
        markup = (
            f"<div {start}>{divs(paragraphs(letter))}</div><br>"
            f'<div class="gmail_quote gmail_quote_container">{head}<blockquote class="gmail_quote" {style}>'
            f"<u></u><div>{divs(letter.original)}</div></blockquote></div>\n"
        )
    parts = [part("text/plain", plain), part("text/html", markup)]
    return mail(letter, together("alternative", parts, "000000000000a1b2c30636aa0001"))


def gmail_android(letter: Letter) -> bytes:
    return gmail(letter, android=True)


def yahoo(letter: Letter) -> bytes:
    at, who = letter.at, f"{letter.sender} <{letter.sender_address}>"
    if letter.language == "fr":
        attribution = f"Le {letter.day} {at.day} {letter.month} {at.year} à {at:%H:%M:%S} UTC+2, {who} a écrit :"
    else:
        attribution = f"On {letter.day}, {letter.month} {at.day}, {at.year} at {at:%I:%M:%S %p} GMT+2, {who} wrote:"
    text = body(paragraphs(letter))
    # Its plain text has no marks of quotation at all.
    plain = f" {text}\n\n    {attribution}  \n \n " + "\n\n".join(letter.original) + "\n  "
    markup = (
        '<html><head></head><body><div class="ydp8b4ayahoo-style-wrap" style="font-family:Helvetica Neue, Arial, sans-serif;'
        f'font-size:13px;"><div dir="ltr" data-setdir="false">{divs(paragraphs(letter))}</div><div><br></div>\n'
        '        </div><div id="ydpaa1yahoo_quoted_4711" class="ydpaa1yahoo_quoted">\n'
        f"            <div style=\"font-family:'Helvetica Neue', Arial;font-size:13px;color:#26282a;\">\n<div>{escape(attribution)}</div>\n"
        f'<div><br></div>\n<div><div id="ydpaa1yiv77">{divs(letter.original)}</div></div></div></div></body></html>'
    )
    parts = [part("text/plain", plain, encoding="7bit" if plain.isascii() else "quoted-printable"), part("text/html", markup)]
    return mail(
        letter, together("alternative", parts, "----=_Part_4711_1"), program="X-Mailer: WebService/1.1.23956 YMailNovation"
    )


def proton(letter: Letter) -> bytes:
    at, who = letter.at, f"{letter.sender} <{letter.sender_address}>"
    if letter.language == "fr":
        attribution = f"Le {letter.day} {at.day} {letter.month} {at.year} à {letter.time}, {who} a écrit :"
        signed = "Envoyé avec la messagerie sécurisée Proton Mail."
    else:
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(at.day if at.day < 20 else at.day % 10, "th")
        attribution = f"On {letter.day}, {letter.month} {at.day}{suffix}, {at.year} at {letter.twelve}, {who} wrote:"
        signed = "Sent with Proton Mail secure email."
    plain = "\n\n".join([*paragraphs(letter), signed, f"{attribution}\n\n{quoted(letter)}"])
    font = ' style="font-family: Arial, sans-serif; font-size: 14px;"'
    markup = (
        f"{divs(paragraphs(letter), font, gap=f'<div{font}><br></div>')}<div{font}><br></div>\n"
        f'<div class="protonmail_signature_block" {font}>\n<div class="protonmail_signature_block-proton">{signed}</div>\n</div>\n'
        f'<div{font}><br></div><div class="protonmail_quote">\n        {escape(attribution)}<br>\n'
        f'        <blockquote class="protonmail_quote" type="cite">\n            {divs(letter.original)}\n        </blockquote><br>\n</div>'
    )
    parts = [part("text/plain", plain, encoding="base64"), part("text/html", markup, encoding="base64")]
    return mail(letter, together("alternative", parts, "b1=_HhHh"))


def roundcube(letter: Letter) -> bytes:
    at = letter.at
    attribution = (
        f"Le {at:%Y-%m-%d %H:%M}, {letter.sender} a écrit :"
        if letter.language == "fr"
        else f"On {at:%Y-%m-%d %H:%M}, {letter.sender} wrote:"
    )
    if letter.answers:
        plain = f"{attribution}\n"
        for is_quoted, text in interleaved(letter):
            plain += wrapped(text, letter.width, "> ") + "\n> \n" if is_quoted else f"\n{wrapped(text, letter.width)}\n\n"
    else:
        plain = f"{wrapped(body(paragraphs(letter)), letter.width)}\n\n{attribution}\n{quoted(letter, width=letter.width)}\n"
    return mail(
        letter,
        part("text/plain", plain, more=";\r\n format=flowed", encoding="8bit"),
        program="User-Agent: Roundcube Webmail/1.6.6",
    )


def roundcube_html(letter: Letter) -> bytes:
    at = letter.at
    attribution = (
        f"Le {at:%d.%m.%Y %H:%M}, {letter.sender} a écrit :"
        if letter.language == "fr"
        else f"On {at:%d.%m.%Y %H:%M}, {letter.sender} wrote:"
    )
    plain = f"{wrapped(body(paragraphs(letter)), 72)}\n\n{attribution}\n\n{quoted(letter, width=72)}\n"
    markup = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /></head>'
        f"<body style='font-size: 10pt; font-family: Verdana,Geneva,sans-serif'>\n{ps(paragraphs(letter))}\n"
        f'<p id="reply-intro">{escape(attribution)}</p>\n<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">\n'
        f'<div id="replybody1">{divs(letter.original)}</div>\n</blockquote>\n</body></html>'
    )
    return mail(letter, together("alternative", [part("text/plain", plain), part("text/html", markup)], "=_f00"))


def zimbra(letter: Letter) -> bytes:
    at = letter.at
    if letter.language == "fr":
        when = f"{letter.day.capitalize()} {at.day} {letter.month.capitalize()} {at.year} {at:%H:%M:%S}"
        head = [
            ("De: ", f'"{letter.sender}" <{letter.sender_address}>'),
            ("À: ", f'"{letter.name}" <{letter.address}>'),
            ("Envoyé: ", when),
            ("Objet: ", letter.subject),
        ]
    else:
        when = f"{letter.day}, {letter.month} {at.day}, {at.year} {at:%I:%M:%S %p}"
        head = [
            ("From: ", f'"{letter.sender}" <{letter.sender_address}>'),
            ("To: ", f'"{letter.name}" <{letter.address}>'),
            ("Sent: ", when),
            ("Subject: ", letter.subject),
        ]
    plain = (
        "\n\n".join(paragraphs(letter))
        + "\n\n\n"
        + "\n".join(a + b for a, b in head)
        + "\n\n"
        + "\n\n".join(letter.original)
        + "\n"
    )
    rows = "".join(f"<b>{a}</b>{escape(b)}<br>" for a, b in head)
    markup = (
        f'<html><body><div style="font-family: arial, helvetica, sans-serif; font-size: 12pt; color: #000000">{divs(paragraphs(letter))}'
        f'<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{rows}</div><div><br></div>'
        f'<div data-marker="__QUOTED_TEXT__">{divs(letter.original)}</div></div></body></html>'
    )
    return mail(
        letter,
        together("alternative", [part("text/plain", plain), part("text/html", markup)], "=_1f2e"),
        program="X-Mailer: Zimbra 9.0.0_GA_4485 (ZimbraWebClient - GC125 (Win)/9.0.0)",
    )


def zimbra_text(letter: Letter) -> bytes:
    """Plain alone, as French universities have it set up: a title, a header, and marks."""
    at = letter.at
    when = f"{letter.day.capitalize()} {at.day} {letter.month.capitalize()} {at.year} {at:%H:%M:%S}"
    head = f'----- Mail original -----\nDe: "{letter.sender}" <{letter.sender_address}>\nÀ: "{letter.name}" <{letter.address}>\nEnvoyé: {when}\nObjet: {letter.subject}'
    plain = "\n\n".join(paragraphs(letter)) + f"\n\n{head}\n\n{quoted(letter)}\n"
    return mail(letter, part("text/plain", plain))


def orange(letter: Letter) -> bytes:
    """Orange and La Poste: a header inside the quotation, its letters in windows-1252."""
    at = letter.at
    head = [
        f"Message du {at:%d/%m/%y %H:%M}", f'De : "{letter.sender}" <{letter.sender_address}>', f"A : {letter.address}", "Copie à : ",
        f"Objet : {letter.subject}", "",
    ]  # fmt: skip
    plain = (
        "\n\n".join(paragraphs(letter)) + "\n\n\n\n" + "\n".join(f"> {line}" for line in head) + "\n" + quoted(letter) + "\n"
    )
    rows = "<br />".join(f"&gt; {escape(line)}" for line in head)
    markup = (
        f'<p>{breaks(paragraphs(letter))}</p>\n<p>&nbsp;</p>\n<blockquote style="padding-left: 5px; margin-left: 5px; border-left: #ff0000 2px solid;">'
        f"{rows}<br />&gt; {breaks(letter.original)}</blockquote>"
    )
    parts = [part("text/plain", plain, "windows-1252"), part("text/html", markup, "windows-1252")]
    return mail(letter, together("alternative", parts, "----=_Part_31_9"), program="X-Mailer: Orange Mail")


def sogo(letter: Letter) -> bytes:
    at = letter.at
    attribution = f"Le {letter.day.capitalize()}, {letter.month.capitalize()} {at:%d, %Y %H:%M} CEST, {letter.sender} <{letter.sender_address}> a écrit:"
    plain = "\n\n".join(paragraphs(letter)) + f"\n\n{attribution}\n \n{quoted(letter)}\n"
    markup = (
        f"<html>{ps(paragraphs(letter))}<p>&nbsp;</p><p>{escape(attribution)}<br />&nbsp;</p>"
        f'<blockquote type="cite" cite="notifications.7">{ps(letter.original)}</blockquote></html>'
    )
    return mail(
        letter,
        together("alternative", [part("text/plain", plain), part("text/html", markup)], "----=_=-_OpenGroupware_org_NGMime-1"),
    )


def bluemind(letter: Letter) -> bytes:
    at = letter.at
    attribution = (
        f"Le {letter.day} {at.day} {letter.month} {at.year} {letter.time}, {letter.sender} <{letter.sender_address}> a écrit :"
    )
    markup = (
        f'<div style="font-family: Montserrat, montserrat, sans-serif;">{divs(paragraphs(letter))}</div><br>\n'
        f'<div id="data-bm-reply-separator"><p>{escape(attribution)}</p>\n<blockquote style="margin-left: 1rem; padding-left: 1rem; '
        f'border-left: 2px solid black;">{divs(letter.original)}</blockquote></div>'
    )
    return mail(letter, part("text/html", markup))
