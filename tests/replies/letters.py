"""What the letters of the set say, apart from the shape in which a mail program sends them."""

import dataclasses
from datetime import datetime

DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "it": ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
}
MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "it": [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
}
SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


@dataclasses.dataclass(frozen=True)
class Letter:
    """An answer to a mail of ours.

    Parameters:
        written: the paragraphs written anew; a line that begins with "- " is of a list.
        under: what stands under them and is not to be kept, paragraph by paragraph.
        answers: instead of both, pairs of the quoted paragraph that is answered and the answer.
    """

    written: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    name: str = "Claire Marchand"
    address: str = "claire.marchand@brindel.example"
    at: datetime = datetime(2025, 6, 3, 14, 2, 11)
    language: str = "fr"
    sender: str = "Essaim, Maison Brindel"
    sender_address: str = "reply+k3xq7m2v5tbn4h6z@reponses.brindel.example"
    subject: str = "Samia Belkacem vous répond dans « Tiroirs »"
    width: int = 76

    @property
    def expected(self) -> str:
        if not self.answers:
            return "\n\n".join(self.written)
        return "\n\n".join(f"> {quoted}\n\n{answer}" for quoted, answer in self.answers)

    # Dates, as programs write them.

    @property
    def day(self) -> str:
        return DAYS[self.language][self.at.weekday()]

    @property
    def month(self) -> str:
        return MONTHS[self.language][self.at.month - 1]

    @property
    def short_month(self) -> str:
        return SHORT_MONTHS[self.language][self.at.month - 1]

    @property
    def time(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def twelve(self) -> str:
        return f"{self.at.hour % 12 or 12}:{self.at:%M} {'PM' if self.at.hour >= 12 else 'AM'}"

    @property
    def original(self) -> tuple[str, ...]:
        """The paragraphs of the mail that is answered."""
        if self.language == "fr":
            return (
                "Bonjour Claire,",
                self.subject + "\nOn a rangé les réponses par saison, et personne ne les retrouve. Et chez vous ?",
                "https://essaim.brindel.example/conversations/posts/412/",
                "Vous recevez ce mail parce que vous êtes membre d’Essaim à Maison Brindel.",
                "Ne plus recevoir de mails comme celui-ci :\nhttps://essaim.brindel.example/notifications/preferences/eyJrIjoxfQ:1xYz/",
            )
        return (
            "Hello Claire,",
            self.subject + "\nWe sorted the answers by season, and nobody finds them. What about you?",
            "https://essaim.brindel.example/conversations/posts/412/",
            "You receive this mail because you are a member of Essaim at Maison Brindel.",
            "To stop mails like this one:\nhttps://essaim.brindel.example/notifications/preferences/eyJrIjoxfQ:1xYz/",
        )


NOTICE_FR = (
    "Ce message et toutes les pièces jointes (ci-après le « message ») sont établis à l'intention exclusive de ses destinataires et sont "
    "confidentiels. Si vous recevez ce message par erreur, merci de le détruire et d'en avertir immédiatement l'expéditeur."
)
NOTICE_FR_2 = (
    "Ce courriel est susceptible de contenir des informations confidentielles. Si vous n'êtes pas le destinataire, merci de le supprimer : "
    "toute diffusion ou utilisation non autorisée est interdite. Maison Brindel décline toute responsabilité s'il a été altéré."
)
NOTICE_EN = (
    "This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, "
    "please delete it and notify the sender. Any unauthorised disclosure or copying is prohibited."
)
BLOCK_FR = "Claire Marchand\nResponsable de la relation client\nMaison Brindel\n12 rue des Tanneurs, 67000 Strasbourg\nTél. : 03 88 12 34 56 - Mob. : 06 12 34 56 78"
BLOCK_EN = "Claire Marchand\nCustomer Relations Manager | Maison Brindel\nT +33 3 88 12 34 56 | M +33 6 12 34 56 78\nwww.brindel.example"

# What people write, French first. Some of it looks like what programs write, and is not.
FRENCH: dict[str, Letter] = {
    "court": Letter(("Oui, chez nous aussi.",)),
    "politesse": Letter(
        (
            "Bonjour Samia,",
            "Chez nous, on les a classées par question du client : on s'y retrouve en deux clics.",
            "Bonne journée,",
        ),
        ("Claire",),
    ),
    "formule": Letter(
        ("Bonjour,", "Nous avons gardé trois tiroirs. Je peux vous montrer jeudi si vous passez à l'atelier ?"),
        ("Cordialement,", BLOCK_FR),
    ),
    "notice": Letter(
        ("Samia, le plus simple est de demander à Julien : il a tenu le classeur pendant dix ans.", "Merci !"),
        ("Bien cordialement,\nClaire Marchand", NOTICE_FR),
    ),
    "longue-notice": Letter(
        (
            "Je ne suis pas sûre que la saison soit le bon critère.",
            "Les clients ne pensent pas en saisons, ils pensent en pannes.",
        ),
        ("Cdlt,", BLOCK_FR, "Pensez à l'environnement avant d'imprimer ce mail.", NOTICE_FR_2, NOTICE_EN),
    ),
    "liste": Letter(
        (
            "Trois idées :",
            "- ranger par question\n- garder les dix plus lues en haut\n- relire en janvier",
            "À essayer dès lundi ?",
        ),
        ("Claire",),
    ),
    "dates": Letter(
        (
            "Le 12 juin 2025 à 9:30, nous ouvrons le nouveau classeur ; le 13, tout le monde l'a.",
            "Comme le disait Julien, qui a écrit : « un tiroir, une question ».",
        ),
    ),
    "faux-en-tete": Letter(
        ("De : l'atelier\nÀ : la boutique", "Voilà le trajet de chaque demande, et c'est là que tout se perd."),
        ("Amicalement,\nClaire",),
    ),
    "post-scriptum": Letter(
        ("On garde l'idée.", "PS : Julien est absent jusqu'au 20, ne l'attendez pas."),
    ),
    "long": Letter(
        (
            "Bonjour à toutes et à tous,",
            "Nous avons essayé les deux classements pendant un mois, l'un par saison et l'autre par question, avec les mêmes réponses et les "
            "mêmes collègues : par question, il faut onze secondes pour trouver la bonne, par saison presque une minute.",
            "Je joins le relevé. Ce message est long, pardon : il remplace la réunion de mardi.",
        ),
        ("Bien à vous,", "Claire Marchand\nMaison Brindel"),
    ),
    "reponses": Letter(
        answers=(
            (
                "On a rangé les réponses par saison, et personne ne les retrouve. Et chez vous ?",
                "Par question, et tout le monde les retrouve.",
            ),
        )
    ),
}
FRENCH["entre-les-lignes"] = Letter(
    answers=(
        ("Bonjour Claire,", "Bonjour Samia, je réponds dans le texte."),
        (
            "On a rangé les réponses par saison, et personne ne les retrouve. Et chez vous ?",
            "Par question. Cela prend une matinée.",
        ),
    )
)

ENGLISH: dict[str, Letter] = {
    "short": Letter(("Same here.",)),
    "regards": Letter(
        ("Hi Samia,", "We sorted ours by question. It took a morning, and nobody asks any more."), ("Kind regards,", BLOCK_EN)
    ),
    "notice": Letter(
        ("Thursday works for me. Shall we say ten o'clock?", "Thanks,"), ("Claire", BLOCK_EN.partition("\n")[2], NOTICE_EN)
    ),
    "list": Letter(
        ("Two things to try:", "- the ten most read on top\n- one drawer per question", "What do you think?"), ("Claire",)
    ),
    "dates": Letter(
        ("On 12 June 2025 at 9:30 we open the new drawers. Julien wrote the labels.", "Nobody wrote: “please sort this”."),
        ("Best,\nClaire",),
    ),
    "between": Letter(
        answers=(("We sorted the answers by season, and nobody finds them. What about you?", "By question, and they do."),)
    ),
}
ENGLISH = {
    key: dataclasses.replace(letter, language="en", subject="Samia Belkacem replies to you in “Drawers”")
    for key, letter in ENGLISH.items()
}


def other(language: str, text: str, closing: str) -> Letter:
    """A letter in a language that the interface does not have."""
    return Letter((text,), (f"{closing}\nClaire Marchand",), language=language, subject="Re: Tiroirs")
