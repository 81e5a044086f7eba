"""Pictures in the words of a mail, as programs send them. ``python -m tests.replies.photo_programs`` writes the mails anew.

The pictures are ours: a photo, a screenshot, and what stands in signatures, a logo, an icon, a banner.
"""

import uuid
from collections.abc import Callable
from pathlib import Path

from .letters import FRENCH, Letter
from .mime import divs, file_part, mail, part, together

PICTURES = Path(__file__).parent / "pictures"
_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


def _shown(source: str, name: str, content_id: str, disposition: str = "inline") -> bytes:
    kind = _TYPES[Path(source).suffix]
    return file_part(name, kind, (PICTURES / source).read_bytes(), disposition, content_id)


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper()


def _quoted(letter: Letter, name: str, more: str = "") -> str:
    head = f"Le {letter.at.day} {letter.short_month} {letter.at.year} à {letter.time}, {letter.sender} &lt;{letter.sender_address}&gt; a écrit :"
    return f'<blockquote type="cite" class="{name}"{more}><div>{head}</div><br>{divs(letter.original)}</blockquote>'


def apple_mail(letter: Letter) -> bytes:
    """A photo dragged between two paragraphs, and the logo of a signature."""
    photo, logo = f"{_id('photo')}@brindel.example", f"{_id('logo')}@brindel.example"
    markup = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word;">'
        f'{divs(letter.written)}<div><br></div><div><img id="<{photo}>" alt="IMG_2041.jpeg" src="cid:{photo}"></div><div><br></div>'
        f'<div><meta charset="UTF-8"><img alt="logo.png" src="cid:{logo}"></div><div><br>{_quoted(letter, "")}</div></body></html>'
    )
    related = together(
        "related", [part("text/html", markup), _shown("photo.jpg", "IMG_2041.jpeg", photo), _shown("logo.png", "logo.png", logo)],
        "Apple-Mail=_7A1C",
    )  # fmt: skip
    plain = "\n\n".join(letter.written) + f"\n\n> Le {letter.at.day} {letter.month}, {letter.sender} a écrit :\n> \n> Bonjour\n"
    content = together("alternative", [part("text/plain", plain, more="; format=flowed"), related], "Apple-Mail=_7A1B")
    return mail(letter, content, program="X-Mailer: Apple Mail (2.3826.600.51.1.1)")


def iphone(letter: Letter) -> bytes:
    """Text, photo and text one behind the other, without a page of HTML that shows it."""
    head = f"> Le {letter.at.day} {letter.short_month} {letter.at.year} à {letter.time}, {letter.sender} <{letter.sender_address}> a écrit :"
    under = f"\n\nEnvoyé de mon iPhone\n\n{head}\n> \n> Bonjour\n"
    parts = [
        part("text/plain", "\n\n".join(letter.written) + "\n\n"),
        _shown("photo.jpg", "IMG_0042.jpeg", _id("iphone")),
        part("text/plain", under),
    ]
    return mail(letter, together("mixed", parts, "Apple-Mail-5B3D"), program="X-Mailer: iPhone Mail (22F76)")


def gmail(letter: Letter) -> bytes:
    """A screenshot pasted where one writes."""
    shown = "ii_mbxq7w1k0"
    markup = (
        f'<div dir="ltr">{divs(letter.written)}<div><br></div><div><img src="cid:{shown}" alt="image.png" width="542" height="316"><br></div></div><br>'
        f'<div class="gmail_quote gmail_quote_container">{_quoted(letter, "gmail_quote")}</div>'
    )
    plain = "\n\n".join(letter.written) + "\n\n[image: image.png]\n"
    bodies = together("alternative", [part("text/plain", plain), part("text/html", markup)], "000000000000b1")
    picture = _shown("screenshot.png", "image.png", shown)
    picture = picture.replace(b"\r\n\r\n", f"\r\nX-Attachment-Id: {shown}\r\n\r\n".encode(), 1)
    return mail(letter, together("related", [bodies, picture], "000000000000b0"))


def outlook(letter: Letter) -> bytes:
    """A photo in the words; in the signature a banner and an icon that comes twice."""
    names = ("image001.jpg", "image002.jpg", "image003.png", "image004.png")
    photo, banner, first, second = (f"{name}@01DBD480.5C1F2A30" for name in names)
    normal = "<p class=MsoNormal>{}<o:p></o:p></p>"
    markup = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        "<body lang=FR><div class=WordSection1>"
        + "".join(normal.format(text) for text in letter.written)
        + normal.format(
            f'<img width=640 height=480 id="Image_x0020_1" src="cid:{photo}" alt="Une image contenant intérieur, meuble">'
        )
        + normal.format(f'<img width=620 height=150 src="cid:{banner}">')
        + normal.format(f'<img width=24 height=24 src="cid:{first}"><img width=24 height=24 src="cid:{second}">')
        + "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>"
        f"<b>De :</b> {letter.sender} &lt;{letter.sender_address}&gt; <br><b>Envoyé :</b> {letter.day} {letter.at.day} {letter.month} {letter.at.year} {letter.time}<br>"
        f"<b>À :</b> {letter.name} &lt;{letter.address}&gt;<br><b>Objet :</b> {letter.subject}<o:p></o:p></p></div></div>{divs(letter.original)}</div></body></html>"
    )
    plain = "\n\n".join(letter.written) + f"\n\n[cid:{photo}]\n\n[cid:{banner}]\n"
    bodies = together("alternative", [part("text/plain", plain), part("text/html", markup)], "_000_MRZP264MB01_")
    sources = ("photo.jpg", "banner.jpg", "icon.png", "icon.png")
    pictures = [
        _shown(source, name, shown) for source, name, shown in zip(sources, names, (photo, banner, first, second), strict=True)
    ]
    return mail(letter, together("related", [bodies, *pictures], "_004_MRZP264MB01_"), prefix="RE: ")


# Program to the names of the files that come along.
COMES: dict[Callable[[Letter], bytes], list[str]] = {
    apple_mail: ["IMG_2041.jpeg"], iphone: ["IMG_0042.jpeg"], gmail: ["image.png"], outlook: ["image001.jpg"],
}  # fmt: skip


def letters() -> dict[str, bytes]:
    """The mail of each program."""
    return {program.__name__: program(FRENCH["court"]) for program in COMES}


if __name__ == "__main__":
    for program, names in COMES.items():
        (PICTURES / f"{program.__name__}.eml").write_bytes(letters()[program.__name__])
        (PICTURES / f"{program.__name__}.txt").write_text("\n".join(names) + "\n")
