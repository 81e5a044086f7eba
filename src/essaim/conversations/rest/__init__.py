"""Conversations in the API: threads and posts, read and written by the rules of the pages."""

from essaim.kernel.rest import Router

from . import beside, drafts, follows, kinds, moderation, posts, themes, threads

router = Router()
# First: "threads/read" is no thread's number.
router.add_router("", follows.router)
router.add_router("", threads.router)
router.add_router("", kinds.router)
router.add_router("", posts.router)
router.add_router("", drafts.router)
router.add_router("", beside.router)
router.add_router("", moderation.router)
router.add_router("", themes.router)
