"""Adoption holds figures, nobody (essaim.privacy)."""

from essaim.privacy.api import impersonal


def declare() -> None:
    impersonal("figures that give nobody away (docs/anonymity.md)", "adoption_coveragesnapshot", "adoption_teamfigures")
    impersonal("how far the instance is opened", "adoption_launch")
