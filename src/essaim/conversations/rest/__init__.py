"""Conversations in the API: threads and posts, read and written by the rules of the pages."""

from essaim.kernel.rest import Router

from . import posts, threads

router = Router()
router.add_router("", threads.router)
router.add_router("", posts.router)
