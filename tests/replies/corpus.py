"""The set: which program sends which letter. ``python -m tests.replies.corpus`` writes the files in ``mails/`` anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

from . import desk_programs as desk
from . import phone_programs as phone
from . import web_programs as web
from .letters import ENGLISH, FRENCH, Letter, other

MAILS = Path(__file__).parent / "mails"
Program = Callable[[Letter], bytes]

# Program to the letters that it sends, French ones, then English ones.
SENDS: dict[Program, tuple[str, str]] = {
    web.gmail: ("court politesse notice liste long entre-les-lignes", "short notice list between"),
    web.gmail_android: ("politesse dates", "short"),
    web.yahoo: ("formule dates", "regards"),
    web.proton: ("court notice", "regards"),
    web.roundcube: ("politesse reponses", "dates"),
    web.roundcube_html: ("formule", "short"),
    web.zimbra: ("notice liste", "regards"),
    web.zimbra_text: ("politesse longue-notice", ""),
    web.orange: ("court formule", ""),
    web.sogo: ("notice", ""),
    web.bluemind: ("formule", ""),
    desk.outlook: ("formule longue-notice liste faux-en-tete post-scriptum", "regards list dates"),
    desk.outlook_windows: ("notice long", "notice"),
    desk.outlook_text: ("politesse longue-notice", "regards"),
    desk.outlook_web: ("court notice long", "notice"),
    desk.outlook_mac: ("formule", "regards"),
    desk.apple_mail: ("politesse long entre-les-lignes", "dates between"),
    desk.thunderbird: ("liste reponses formule", "short"),
    desk.thunderbird_text: ("formule entre-les-lignes dates", "regards"),
    desk.notes: ("formule notice", "regards"),
    desk.evolution: ("long", "dates"),
    desk.kmail: ("politesse", ""),
    desk.mutt: ("", "regards between"),
    phone.iphone: ("court politesse dates", "short"),
    phone.iphone_text: ("formule", "dates"),
    phone.samsung: ("court liste", "short"),
    phone.outlook_ios: ("politesse longue-notice", "notice"),
    phone.outlook_android: ("formule", "short"),
    phone.yahoo_android: ("dates", "short"),
    phone.k9: ("long", "short"),
    phone.windows_mail: ("notice", "regards"),
}
OTHERS: list[tuple[Program, Letter]] = [
    (web.gmail, other("de", "Bei uns auch, und zwar nach Fragen sortiert.", "Viele Grüße")),
    (desk.outlook, other("de", "Donnerstag passt mir gut.", "Mit freundlichen Grüßen")),
    (desk.thunderbird_text, other("de", "Das klingt gut, danke.", "VG")),
    (web.gmail, other("es", "A nosotros también nos pasa.", "Saludos,")),
    (desk.outlook, other("es", "El jueves me viene bien.", "Un saludo,")),
    (web.gmail, other("it", "Anche da noi, ma per domanda.", "Cordiali saluti,")),
    (desk.apple_mail, other("it", "Giovedì va bene.", "Cordiali saluti,")),
    (web.gmail, other("nl", "Bij ons ook, per vraag.", "Met vriendelijke groet,")),
    (phone.iphone, other("nl", "Donderdag is goed.", "Groeten,")),
]


def letters() -> Iterator[tuple[str, str, Letter, Program]]:
    """The program's name, the letter's, the letter, and the program."""
    for program, (french, english) in SENDS.items():
        for names, known in ((french, FRENCH), (english, ENGLISH)):
            for name in names.split():
                yield program.__name__, f"{known[name].language}-{name}", known[name], program
    for program, letter in OTHERS:
        yield program.__name__, letter.language, letter, program


def write() -> int:
    """Writes every mail and, beside it, what was written anew in it. Returns how many."""
    number = 0
    for program, name, letter, send in letters():
        folder = MAILS / program
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.eml").write_bytes(send(letter))
        (folder / f"{name}.txt").write_text(letter.expected + "\n")
        number += 1
    return number


if __name__ == "__main__":
    write()
