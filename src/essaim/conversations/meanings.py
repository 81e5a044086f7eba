"""How the meanings of reactions look: an icon each, never without its word."""

from .models import Meaning

ICONS = {
    Meaning.THANKS: "heart-handshake",
    Meaning.USEFUL: "lightbulb",
    Meaning.LEARNT: "sprout",
    Meaning.TRIED: "flask-conical",
    Meaning.DISAGREE: "scale",
}
