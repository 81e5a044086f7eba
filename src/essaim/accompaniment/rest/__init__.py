"""Accompaniment in the API: what is between two people for the two alone, and who is willing to help."""

from essaim.kernel.rest import Router

from . import accompaniments, testimonies, volunteering

router = Router()
router.add_router("", accompaniments.router)
router.add_router("", testimonies.router)
router.add_router("", volunteering.router)
