"""iPhones, Samsung, Outlook and Yahoo on telephones, K-9."""

from .desk_programs import outlook_header
from .letters import Letter
from .mime import AUTO, LTR, body, divs, escape, flowed, mail, paragraphs, part, quoted, together, wrapped


def iphone(letter: Letter) -> bytes:
    at, who = letter.at, f"{letter.sender} <{letter.sender_address}>"
    if letter.language == "fr":
        head, signed = f"Le {at.day} {letter.short_month} {at.year} à {letter.time}, {who} a écrit :", "Envoyé de mon iPhone"
    elif letter.language == "nl":
        head, signed = (
            f"Op {at.day} {letter.month[:3]} {at.year} om {letter.time} heeft {who} het volgende geschreven:",
            "Verstuurd vanaf mijn iPhone",
        )
    else:
        head, signed = f"On {letter.short_month} {at.day}, {at.year}, at {letter.twelve}, {who} wrote:", "Sent from my iPhone"
    plain = f"{flowed(body(paragraphs(letter)), 10_000)}\n\n{signed}\n\n> {head}\n> \n> \ufeff{quoted(letter).lstrip('> ')}\n"
    markup = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        f'{divs(paragraphs(letter))}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{signed}</div><div dir="ltr"><br><blockquote type="cite">'
        f'{escape(head)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{divs(letter.original)}</div></blockquote></body></html>'
    )
    parts = [part("text/plain", plain), part("text/html", markup)]
    return mail(letter, together("alternative", parts, "Apple-Mail-1F2E"), program="X-Mailer: iPhone Mail (22F76)")


def iphone_text(letter: Letter) -> bytes:
    """Where the mail that is answered was plain: plain, in base64."""
    at, who = letter.at, f"{letter.sender} <{letter.sender_address}>"
    french = letter.language == "fr"
    head = (
        f"Le {at.day} {letter.short_month} {at.year} à {letter.time}, {who} a écrit :"
        if french
        else f"On {at.day} {letter.short_month} {at.year}, at {letter.time}, {who} wrote:"
    )
    signed = "Envoyé de mon iPhone" if french else "Sent from my iPhone"
    plain = "\n\n".join(paragraphs(letter)) + f"\n\n{signed}\n\n> {head}\n> \n{quoted(letter)}\n"
    return mail(letter, part("text/plain", plain, encoding="base64"), program="X-Mailer: iPhone Mail (22F76)")


def samsung(letter: Letter) -> bytes:
    at = letter.at
    french = letter.language == "fr"
    signed = "Envoyé depuis mon appareil Galaxy" if french else "Sent from my Galaxy"
    title = "-------- Message d'origine --------" if french else "-------- Original message --------"
    labels = ("De : ", "Date : ", "À : ", "Objet : ") if french else ("From: ", "Date: ", "To: ", "Subject: ")
    values = (
        f"{letter.sender} <{letter.sender_address}> ",
        f"{at:%d/%m/%Y  %H:%M}  (GMT+01:00) ",
        f"{letter.name} <{letter.address}> ",
        f"{letter.subject} ",
    )
    rows = [a + b for a, b in zip(labels, values, strict=True)]
    plain = "\n".join(paragraphs(letter)) + f"\n\n{signed}\n{title}" + "".join(rows) + "\n" + "\n".join(letter.original) + "\n"
    markup = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body dir="auto">{divs(paragraphs(letter))}'
        f'<div dir="auto"><br></div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">{signed}</div></div>'
        f'<div dir="auto"><br></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>{title}</div>'
        + "".join(f"<div>{escape(row)}</div>" for row in rows)
        + f"<div><br></div></div>{divs(letter.original)}</body></html>"
    )
    parts = [part("text/plain", plain, encoding="base64"), part("text/html", markup, encoding="base64")]
    return mail(letter, together("alternative", parts, "--_com.samsung.android.email_1"))


def outlook_ios(letter: Letter) -> bytes:
    french = letter.language == "fr"
    get, where = ("Obtenir", "Outlook pour iOS") if french else ("Get", "Outlook for iOS")
    rows = outlook_header(letter)
    plain = "\n".join(paragraphs(letter)) + f"\n\n{get} {where}<https://aka.ms/o0ukef>\n________________________________\n"
    plain += "\n".join(f"{a} {b}" for a, b in rows) + "\n\n" + "\n".join(letter.original) + "\n"
    head = "<br>\r\n".join(f"<b>{escape(a)}</b> {escape(b)}" for a, b in rows)
    markup = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
        f'{divs(paragraphs(letter), LTR)}<div><br></div><div id="ms-outlook-mobile-signature" dir="ltr">{get} <a href="https://aka.ms/o0ukef">{where}</a></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{head}</font><div>&nbsp;</div></div>'
        f"{divs(letter.original)}</body></html>"
    )
    parts = [part("text/plain", plain), part("text/html", markup)]
    return mail(letter, together("alternative", parts, "_000_AM0PR01_"))


def outlook_android(letter: Letter) -> bytes:
    """No ids that say anything: only words."""
    french = letter.language == "fr"
    get = (
        'Télécharger <a href="https://aka.ms/AAb9ysg">Outlook pour Android</a>'
        if french
        else 'Get <a href="https://aka.ms/AAb9ysg">Outlook for Android</a>'
    )
    head = "<br>\r\n".join(f"<strong>{escape(a)}</strong> {escape(b)}" for a, b in outlook_header(letter))
    markup = (
        f'<html><body>{divs(paragraphs(letter), AUTO)}<div><br></div><div dir="auto">{get}</div>'
        f'<div><br></div><div style="border:none;border-top:solid #E1E1E1 1.0pt">{head}<br></div><br>{divs(letter.original)}</body></html>'
    )
    return mail(letter, part("text/html", markup, "windows-1252"))


def yahoo_android(letter: Letter) -> bytes:
    at = letter.at
    french = letter.language == "fr"
    signed = "Yahoo Mail : Recherchez, organisez, maîtrisez" if french else "Yahoo Mail: Search, Organize, Conquer"
    head = (
        f"Le {letter.day[:3]}., {letter.short_month} {at.day}, {at.year} à {letter.time}, {letter.sender}<{letter.sender_address}> a écrit :"
        if french
        else f"On {letter.day[:3]}, {letter.short_month} {at.day}, {at.year} at {letter.twelve}, {letter.sender}<{letter.sender_address}> wrote:"
    )
    plain = "\n\n".join(paragraphs(letter)) + f"\n\n{signed} \n \n  {head}   " + "\n\n".join(letter.original) + "   \n"
    markup = (
        f'{divs(paragraphs(letter))}<br> <br> <div id="ymail_android_signature"><a id="ymail_android_signature_link" href="https://mail.onelink.me/107872968?pid=nativeplacement">{signed}</a></div>'
        f' <br> <blockquote style="margin: 0 0 20px 0;"> <div style="font-family:Roboto, sans-serif; color:#6D00F6;"> <div>{escape(head)}</div> </div> '
        f'<div style="padding: 10px 0 0 20px; margin: 10px 0 0 0; border-left: 1px solid #6D00F6;">{divs(letter.original)}</div> </blockquote>'
    )
    return mail(letter, together("alternative", [part("text/plain", plain), part("text/html", markup)], "----=_Part_99_1"))


def k9(letter: Letter) -> bytes:
    at = letter.at
    french = letter.language == "fr"
    signed = (
        "-- \nEnvoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté."
        if french
        else "-- \nSent from my Android device with K-9 Mail. Please excuse my brevity."
    )
    head = (
        f"Le {at.day} {letter.month} {at.year} {at:%H:%M:%S} GMT+02:00, {letter.sender} <{letter.sender_address}> a écrit :"
        if french
        else f"On {at.day} {letter.month} {at.year} {at:%H:%M:%S} CEST, {letter.sender} <{letter.sender_address}> wrote:"
    )
    plain = f"{wrapped(body(paragraphs(letter)), 72)}\n\n{head}\n{quoted(letter, width=72, mark='>')}\n\n{signed}\n"
    return mail(letter, part("text/plain", plain))


def windows_mail(letter: Letter) -> bytes:
    """Mail of Windows 10 and 11: Word's paragraphs, its own line, then Outlook's header."""
    french = letter.language == "fr"
    signed = (
        'Provenance : <a href="https://go.microsoft.com/fwlink/?LinkId=550986">Courrier</a> pour Windows'
        if french
        else 'Sent from <a href="https://go.microsoft.com/fwlink/?LinkId=550986">Mail</a> for Windows'
    )
    head = "<br>".join(f"<b>{escape(a)} </b>{escape(b)}" for a, b in outlook_header(letter))
    body = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>".join(
        "".join(f"<p class=MsoNormal>{escape(line)}</p>" for line in text.split("\n")) for text in paragraphs(letter)
    )
    markup = (
        f"<html><body lang=FR><div class=WordSection1>{body}<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>{signed}</p>"
        f"<p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt'>"
        f"<p class=MsoNormal style='border:none;padding:0cm'>{head}</p></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>{divs(letter.original)}</div></body></html>"
    )
    return mail(letter, part("text/html", markup, "iso-8859-1"))
