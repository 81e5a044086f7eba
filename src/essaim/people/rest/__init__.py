"""People in the API: members, audiences and the pages of teams, by the rules of the pages."""

from essaim.kernel.rest import Router

from . import people, teams

router = Router()
router.add_router("", people.router)
router.add_router("", teams.router)
