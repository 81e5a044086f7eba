"""What mail programs write of their own, by language."""

import re

# Beginning and end of the line that announces a quotation. The beginning has a figure close by: a date.
ATTRIBUTIONS = [
    (re.compile(begin, re.I), re.compile(end, re.I))
    for begin, end in (
        (r"Le\s(?=.{0,32}\d)", r"\b[aà]\s+écrit\s*:$"),
        (r"On\s(?=.{0,32}\d)", r"\bwrote\s*:$"),
        (r"Am\s(?=.{0,32}\d)", r"\b(?:schrieb\b.*|geschrieben)\s*:$"),
        (r"El\s(?=.{0,32}\d)", r"\bescribió\s*:$"),
        (r"Il\s(?=.{0,32}\d)", r"\bha\s+scritto\s*:$"),
        (r"Op\s(?=.{0,32}\d)", r"\b(?:schreef\b.*|geschreven|het volgende geschreven)\s*:$"),
        (r"(?:Em|A)\s(?=.{0,32}\d)", r"\bescreveu\s*:$"),
    )
]
# The same with the name first, in one line: "Samia Belkacem <…> a écrit le mardi 3 juin 2025 à 14:02 :".
NAME_FIRST = re.compile(
    r"^.{2,160}\b(?:a\s+écrit\s+(?:le\s)?|wrote\s+(?:on\s)?|schrieb\s+am\s|schreef\s+op\s)(?=.*\d).{4,80}:$", re.I
)
# Without a date: only where marks of quotation follow.
WROTE = re.compile(r"(?:\b[aà]\s+écrit|\bwrote|\bschrieb|\bescribió|\bha\s+scritto|\bschreef|\bescreveu)\s*:$", re.I)

_TITLES = (
    r"message d'origine|message original|mail original|courriel original|message initial|message transf[ée]r[ée]|message transmis"
    r"|e-?mail d'origine|original message|original email|forwarded message|reply message|ursprüngliche nachricht"
    r"|original-?nachricht|weitergeleitete nachricht|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato"
    r"|oorspronkelijk bericht|doorgestuurd bericht|mensagem original"
)
SEPARATOR = re.compile(
    rf"^[-_‐‑–—=]{{2,}}\s*(?:{_TITLES})\s*:?\s*[-_‐‑–—=]{{2,}}$"
    r"|^-{3,}\s?.{2,80}\ba écrit\s*:\s?-{3,}$"
    r"|^(?:début du message (?:réexpédié|transféré)|begin forwarded message|message du \d{2}/\d{2}/\d{2,4} .*)\s*:?$",
    re.I,
)
RULE = re.compile(r"^[-_=*─—]{5,}$")

_LABELS = {
    "from": r"de|from|von|da|van|expéditeur|remitente|mittente|afzender",
    "to": r"à|a|to|an|para|aan|pour|destinataires?",
    "cc": r"cc|cci|bcc|copie(?: à)?|copie cachée|kopie|c\.c\.",
    "sent": r"envoyé(?: le)?|date(?: d'envoi)?|sent(?: on)?|gesendet|datum|inviato|data|enviado(?: el)?|fecha|verzonden|reçu",
    "subject": r"objet|sujet|subject|betreff|asunto|oggetto|onderwerp|assunto",
    "more": r"pièces? jointes?|attachments?|importance|répondre à|reply-to|anlagen?|adjuntos?|allegati|priorité",
}
LABEL = re.compile("|".join(rf"(?P<{name}>^(?:{labels})\s?:(?:\s|$))" for name, labels in _LABELS.items()), re.I)

# What programs and telephones sign with.
PROGRAM = re.compile(
    r"^(?:[-–—_]{1,3}\s?)?(?:"
    r"envoyé(?:e)? (?:de|depuis|à partir de|via|par|avec) (?:mon|ma|mes|l'|la |le |outlook|yahoo|proton|gmail|bluemind|zimbra"
    r"|un |une |iphone|ipad|courrier|mail\b|my\b|free\b|orange\b|samsung|huawei|android|thunderbird|infomaniak|laposte).{0,90}"
    r"|(?:obtenir|obtenez|télécharge[rz]) (?:outlook|l'application|bluemail).{0,60}"
    r"|sent (?:from|via|with|using) (?:my|mail|outlook|yahoo|proton|gmail|samsung|the|a|an|iphone|ipad|android|bluemail|mobile"
    r"|myMail|spark|superhuman).{0,90}"
    r"|get (?:outlook|bluemail) for .{0,40}"
    r"|provenance\s?: courrier (?:pour|de) windows.{0,20}"
    r"|(?:yahoo|aol) mail\s?: .{0,90}"
    r"|sent: .{0,30}(?:iphone|android)"
    r"|(?:von meinem .{0,30} gesendet|gesendet (?:von|mit) .{0,60}|diese nachricht wurde von meinem .{0,80} gesendet)"
    r"|enviado (?:desde|do) .{0,60}|inviato da .{0,60}|verstuurd vanaf .{0,60}|verzonden (?:vanaf|met) .{0,60}"
    r"|holen sie sich outlook .{0,20}|obtener outlook para .{0,20}|outlook für .{0,20}"
    r")\.?$",
    re.I,
)

CLOSING = re.compile(
    r"^(?:(?:bien|très|tres|fort)?\s?(?:cordialement|amicalement|sincèrement|respectueusement|chaleureusement|fraternellement)"
    r"(?: (?:à vous|à toi|à tous|vôtre|,? l'équipe.{0,20}))?"
    r"|cdlt|cdt|bien cdt|cord\.?|salutations?(?: distinguées| cordiales| sincères)?|sincères salutations|meilleures salutations"
    r"|cordiales salutations|bien (?:à vous|à toi|vous)|bien sincèrement|avec mes .{0,30} salutations"
    r"|(?:je vous prie|nous vous prions|veuillez) (?:d'|de )?(?:agréer|recevoir|croire|accepter).{0,120}"
    r"|(?:best|kind|warm|kindest|warmest|many)?\s?regards|best(?: wishes)?|all the best|(?:yours )?(?:sincerely|truly|faithfully)"
    r"|cheers|br|rgds|kr"
    r"|mit (?:freundlichen|besten) grüßen|mit freundlichem gruß|(?:viele|liebe|beste|schöne) grüße|mfg|vg"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un saludo"
    r"|(?:cordiali|distinti) saluti|(?:met )?vriendelijke groet(?:en)?|groeten|mvg|atenciosamente)\s?[,.!]?$",
    re.I,
)

# A company's notice: how it begins, and two of the words without which it is none.
_NOTICE = re.compile(
    r"^(?:[*_#>\[(-]\s?)*(?:"
    r"(?:ce|cet|le présent|le contenu de ce|l'intégrité de ce|les données de ce)\s(?:message|courriel|e-?mail|mail|courrier|document)"
    r"|les informations? (?:contenues?|transmises?|figurant)|(?:l'information|toute information) contenue"
    r"|si vous (?:n'êtes pas|avez reçu|recevez|n'etes pas)|avis (?:de|important)|avertissement|clause de|confidentialité"
    r"|internet ne permet|tout message électronique|toute (?:utilisation|diffusion|publication)|l'internet ne"
    r"|nous attirons votre attention|message confidentiel"
    r"|this (?:e-?mail|message|communication|transmission|electronic)|the (?:information|contents?) (?:contained |transmitted )?(?:of|in|by|and)?"
    r"|if you (?:are not|have received|received)|(?:confidentiality|legal|privacy|important)\s?(?:notice|disclaimer)?\b"
    r"|disclaimer|notice\s?:|any (?:views|unauthori[sz]ed|review)"
    r"|diese (?:e-?mail|nachricht)|este (?:mensaje|correo|e-?mail)|questo messaggio|dit (?:bericht|e-?mail)|deze e-?mail"
    r")",
    re.I,
)
_OF_NOTICES = re.compile(
    r"confidentiel|confidentialité|destinataire|pièces? jointe|fichiers? joint|par erreur|expéditeur|divulg|diffus|exclusi"
    r"|à l'intention|altér|falsifi|autoris|détrui|suppri|intégrité|décline|responsab|virus|strictement|secret|juridique"
    r"|confidential|intended|recipient|in error|sender|privileged|attachment|attached files|disclos|distribut|unauthori|delete"
    r"|liab|copying|virus|addressee|vertraulich|empfänger|irrtümlich|confidencial|destinatario|riservat|vertrouwelijk|geadresseerde",
    re.I,
)
# Short notices, good enough by themselves.
SHORT_NOTICE = re.compile(
    r"^(?:[^\w\s«(]\s?)*(?:"
    r"(?:pensez|pensons|songez) (?:à l'environnement|à la planète|environnement)|(?:avant|n'imprimez|n'imprimer|afin de .{0,40}avant)\b.{0,60}imprim"
    r"|n'imprime[zr] .{0,80}|adoptons l'éco-?attitude.{0,80}|please (?:consider|think of|think about) .{0,40}(?:environment|before printing).{0,60}"
    r"|(?:think|save paper).{0,30}before (?:you )?print.{0,40}|before printing.{0,80}"
    r"|(?:garanti )?sans virus\.?.{0,40}|virus-free\.?.{0,40}|l'absence de virus dans ce .{0,120}|cet? (?:e-?mail|courrier).{0,40}antivirus.{0,60}"
    r"|this email has been checked for viruses.{0,80}|droit à la déconnexion.{0,200}"
    r"|(?:si vous recevez|je vous envoie) ce (?:mail|message|courriel) en dehors .{0,200}|mes horaires .{0,60}vôtres.{0,120}"
    r"|my working (?:hours|day) .{0,200}|(?:c\d|classification)\s?[-–:]\s?(?:interne|restreint|usage|public|confidentiel|internal|restricted).{0,40}"
    r"|orange restricted|(?:diffusion|usage) (?:restreinte?|interne)"
    r")$",
    re.I,
)


def begins_notice(words: str) -> bool:
    """Whether a company's notice begins here; ``words``: some lines from here on, as one."""
    return bool(_NOTICE.match(words)) and is_notice(words)


def is_notice(words: str) -> bool:
    """Whether a paragraph speaks as notices do, however it begins: most of them have several."""
    return len({found.lower() for found in _OF_NOTICES.findall(words[:900])}) >= 2
