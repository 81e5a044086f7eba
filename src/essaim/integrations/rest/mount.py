"""The API itself: what each domain's ``rest.py`` gives, behind the one door."""

from typing import Any

from ninja import NinjaAPI

from essaim.accompaniment.rest import router as accompaniment
from essaim.announcements.rest import router as announcements
from essaim.conversations.rest import router as conversations
from essaim.journal.rest import router as journal
from essaim.learning.rest import router as learning
from essaim.notifications.rest import router as notifications
from essaim.organisation.rest import router as organisation
from essaim.people.rest import router as people
from essaim.search.rest import router as search

from . import problems
from .guard import guarded


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        name: str = operation.view_func.__name__
        return name.replace("_", "-")


api = Api(title="Essaim", version="1", urls_namespace="api", openapi_url=None, docs_url=None)
for kind in [*api._exception_handlers, Exception]:
    api.add_exception_handler(kind, problems.answer)  # type: ignore[arg-type]
api.add_decorator(guarded, mode="view")
for router in (people, organisation, learning, conversations, announcements, notifications, search, journal, accompaniment):
    api.add_router("", router)
