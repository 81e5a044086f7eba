"""Accompaniments, between two."""

from django.urls import reverse

from essaim.accompaniment.actions.asking import ANCHOR
from essaim.accompaniment.actions.following import say_reached
from essaim.accompaniment.actions.meeting import accept_time, decline
from essaim.accompaniment.actions.testimonies import agree_testimony, write_testimony
from essaim.accompaniment.tests.factories import make_accompaniment, make_met
from essaim.conversations.models import Thread

from .cast import LONG, Cast, Staged


def accompanied(cast: Cast) -> list[Staged]:
    """Accompaniments at each of their turns, as both see them."""
    claire, thomas, aurelie, yann = cast
    declined = make_accompaniment(yann, thomas, text="Lire un tableau croisé.")
    decline(actor=thomas, id=declined.pk, word="Pas ce mois-ci.")
    asked = make_accompaniment(claire, thomas, text="Je voudrais **ranger** mes modèles de réponse.", place=LONG[:150])
    accepted = make_accompaniment(aurelie, thomas, text="Animer à distance.")
    accept_time(actor=thomas, id=accepted.pk, time=accepted.times[0])
    met = make_met(thomas, claire, text="Répondre sans jargon.")
    say_reached(actor=thomas, id=met.pk, reached="partly", word=f"Déjà trois modèles de moins : {LONG}")
    source = "Nous avons commencé par **jeter**.\n\n- le double ;\n- ce que personne ne lit."
    write_testimony(actor=claire, id=met.pk, title=f"Ranger {LONG}"[:160], source=source, language="fr", signs=True)
    told = make_met(yann, aurelie, text="Dire non sans fâcher.")
    write_testimony(actor=yann, id=told.pk, title="Dire non", source="En donnant la raison.", language="fr", signs=True)
    public = agree_testimony(actor=aurelie, id=told.pk, version=1, signs=False).thread_id
    fresh = make_met(aurelie, claire, text="Prendre des notes à plusieurs.")
    private = Thread.objects.get(anchor_type=ANCHOR, anchor_id=asked.pk).pk
    new = reverse("accompaniment:new")
    both = [("asked", asked, "claire", "thomas"), ("accepted", accepted, "aurelie", "thomas"), ("declined", declined, "yann", "thomas"),
            ("met", met, "thomas", "claire"), ("met-fresh", fresh, "aurelie", "claire")]  # fmt: skip
    return [
        *(
            Staged(f"accompaniment-{name}-{part}", who, reverse("accompaniment:accompaniment", args=[row.pk]))
            for name, row, *pair in both
            for part, who in zip(("asker", "helper"), pair, strict=True)
        ),
        *(Staged(f"accompaniments-{who}", who, reverse("accompaniment:accompaniments")) for who in Cast._fields),
        Staged("volunteer", "claire", reverse("accompaniment:volunteer")),
        Staged("accompany-new", "yann", new),
        Staged("accompany-again", "yann", f"{new}?again={declined.pk}"),
        Staged("testimony-first", "aurelie", reverse("accompaniment:testimony", args=[fresh.pk])),
        Staged("testimony-agreed", "claire", reverse("accompaniment:testimony", args=[met.pk])),
        Staged("testimony-proposed", "thomas", reverse("accompaniment:testimony", args=[met.pk])),
        Staged("testimony-published", "yann", reverse("accompaniment:testimony", args=[told.pk])),
        Staged("testimony-read", "thomas", reverse("conversations:thread", args=[public])),
        Staged("private-thread", "claire", reverse("conversations:thread", args=[private])),
        Staged("member-accompanies", "yann", reverse("people:member", args=[aurelie.pk])),
    ]
