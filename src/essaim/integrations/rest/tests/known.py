"""What there is for somebody to ask about in a test of every operation, by role: ids, and bodies that fit."""

import base64
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from tests.guard.world import make_world

from essaim.accompaniment.actions.meeting import accept_time
from essaim.accompaniment.actions.testimonies import write_testimony
from essaim.accompaniment.models import Accompaniment
from essaim.accompaniment.tests.factories import make_accompaniment, make_met, make_volunteer, soon
from essaim.announcements.tests.factories import inside, make_announcement
from essaim.conversations.actions.attachments import IncomingFile, attach
from essaim.conversations.actions.drafts import Begun, save_draft
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.models import Post
from essaim.conversations.tests.factories import make_poll, make_post, make_theme, make_thread
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.learning.tests.factories import lesson_of, make_lesson_page, quiz, text
from essaim.notifications.api import notify
from essaim.notifications.models import Device, Notification
from essaim.people.actions.roles import grant_role
from essaim.people.actions.teams import When, add_team_date
from essaim.people.models import Member, Role, Session
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

ROLES = ["member", "champion", "sponsor", "manager", "facilitator", "administrator"]
# The audience of a "facilitator-of-one", who runs it and nothing else: not among the roles yet. Their run of everything passes by
# itself; behind others in one process they do not find the announcement that is made for them.
ONE = "un-public"


def someone(role: str) -> Member:
    who = make_member(*([role] if role in ("champion", "sponsor", "facilitator", "administrator") else []))
    if role == "manager":
        make_member(manager=who)
    if role == "facilitator-of-one":
        grant_role(actor=None, member=who, role=Role.FACILITATOR, audience=make_audience(ONE, who))
    return load_member(who.pk) or who


# What never succeeds: the log, but for an administrator's token; announcing and moderating but for who facilitates, arranging but
# for who facilitates for everybody.
ANNOUNCING = {
    "POST /api/v1/announcements", "PUT /api/v1/announcements/{id}", "DELETE /api/v1/announcements/{id}",
    "PUT /api/v1/announcements/{id}/state", "GET /api/v1/announcements/editable",
}  # fmt: skip
MODERATING = {
    "GET /api/v1/reports", "POST /api/v1/posts/{id}/moderation", "POST /api/v1/threads/{id}/moderation",
}  # fmt: skip
ARRANGING = {
    "GET /api/v1/arranged-themes", "POST /api/v1/arranged-themes", "GET /api/v1/arranged-themes/{slug}",
    "PATCH /api/v1/arranged-themes/{slug}",
}  # fmt: skip


def withheld(role: str, way: str) -> set[str]:
    """The operations that may refuse ``role`` whatever it asks."""
    never = set() if (role, way) == ("administrator", "token") else {"GET /api/v1/events"}
    # What came out is withdrawn, and never thrown away.
    never |= {"DELETE /api/v1/announcements/{id}"}
    if role not in ("facilitator", "administrator"):
        never |= ARRANGING
    return never if "facilitator" in role or role == "administrator" else never | ANNOUNCING | MODERATING


# Of what a thread may say, nothing that must fit something else.
PLAIN = {
    "author": None, "created_at": None, "text": "Dites-moi.", "theme": None, "about": None, "audiences": [], "attachments": [],
    "part": None, "url": None, "source": None, "options": [], "multiple": False, "anonymous": False, "closes_at": None,
}  # fmt: skip


WORDS = {
    "title": "Lundi", "text": "Nous commençons.", "to": "everybody", "audiences": [], "publish_at": None,
    "home_until": (clock.today() + timedelta(days=7)).isoformat(),
}  # fmt: skip
LATER = {"title": "Point", "day": (clock.today() + timedelta(days=3)).isoformat(), "begins": None, "ends": None, "link": ""}


# The same words again are an agreement to them.
TOLD = {"title": "À deux", "text": "Une heure a suffi.", "signs": False, "version": 1}


def _words(who: Member) -> dict[str, Any]:
    """An announcement to those for whom ``who`` may announce."""
    return WORDS | ({"to": "audiences", "audiences": sorted(who.facilitated_ids)} if who.facilitated_ids else {})


def _judged(who: Member, other: Post) -> Post:
    """A post of somebody else that ``who`` may judge, if they may any: ``other`` is open to all."""
    return make_thread(inside(ONE), restricted_to=sorted(who.facilitated_ids)).posts.get() if who.facilitated_ids else other


def _device(who: Member) -> Device:
    session = Session.objects.create(
        session_key=uuid.uuid4().hex, session_data="", expire_date=clock.now() + timedelta(days=1), member=who
    )  # fmt: skip
    return Device.objects.create(
        member=who, session=session, name="Firefox", endpoint="https://push.example/1", p256dh="x", auth="y", created_at=clock.now()
    )  # fmt: skip


def known_to(who: Member) -> dict[str, dict[str, Any]]:
    """The ids of things that are there for ``who``, by resource or operation, and an answer that fits.

    ``body`` is what else a request must say so that it can succeed.
    """
    world, asked = make_world(), quiz()
    lesson = lesson_of(make_lesson_page(body=[text("Lisez."), asked]))
    thread = make_thread(who)
    opening, answer, deleted = thread.posts.get(), make_post(make_member(), thread), make_post(who, thread)
    delete_post(actor=who, post_id=deleted.pk)
    whom = {"restricted_to": sorted(who.facilitated_ids)}
    announced, judged = make_announcement(make_member("facilitator"), **whom), _judged(who, world.post)
    save_draft(actor=who, place="new", key=new_key(), begun=Begun("Je commence"))
    waiting = attach(actor=who, files=[IncomingFile("plan.pdf", "", b"%PDF-1.4 x")])[0]
    poll = make_poll(who)
    own_team = make_team("Maison")
    Member.objects.filter(pk=who.pk).update(team=own_team)
    later = When(title="Point", day=clock.today() + timedelta(days=3))
    date = add_team_date(actor=None, team=own_team, key=new_key(), when=later)
    mine, theirs = (make_accompaniment(who, make_member()), make_accompaniment(make_member(), who))
    met = make_met(who, make_member())
    Accompaniment.objects.filter(pk=met.pk).update(followed_at=clock.now())
    told = make_met(who, make_member())
    write_testimony(actor=who, id=told.pk, title=TOLD["title"], source=TOLD["text"], language="fr", signs=False)
    agreed = make_accompaniment(who, make_member())
    accept_time(actor=agreed.helper, id=agreed.pk, time=agreed.times[0])
    Accompaniment.objects.filter(pk=agreed.pk).update(meets_at=clock.now() - timedelta(hours=1))
    with transaction.atomic():
        notify(kind="conversations.reply", recipients=[who.pk], entry_id=1, title="Lu", url="/")
    return {
        "people": {"id": world.claire.pk},
        "teams": {"id": world.team_id},
        "dates": {"id": own_team.pk, "date": date.pk},
        "POST /api/v1/teams/{id}/dates": {"id": own_team.pk, "body": LATER},
        "PUT /api/v1/teams/{id}/dates/{date}": {"id": own_team.pk, "date": date.pk, "body": LATER | {"version": 1}},
        "PUT /api/v1/teams/{id}/page": {"id": own_team.pk, "body": {"version": 0}},
        "audiences": {"id": make_audience("a", who).pk},
        "sequences": {"id": lesson.sequence_id},
        "lessons": {
            "id": lesson.pk, "activity": asked["id"], "sequence": lesson.sequence_id,
            "choices": [asked["value"]["choices"][1]["id"]],
        },
        "threads": {"id": thread.pk},
        "announcements": {"id": announced.pk},
        "arranged-themes": {"slug": make_theme("a-ranger").slug},
        "PATCH /api/v1/arranged-themes/{slug}": {"slug": "a-ranger", "body": {"audiences": None}},
        "POST /api/v1/arranged-themes": {"body": {"name": "La paie", "audiences": []}},
        "notifications": {"id": Notification.objects.get(recipient=who).pk},
        "posts": {"id": opening.pk, "thread": world.thread.pk},
        # Of one's own posts one says nothing.
        "reactions": {"id": world.post.pk},
        "POST /api/v1/announcements": {"body": _words(who)},
        "PUT /api/v1/announcements/{id}": {"id": announced.pk, "body": _words(who) | {"version": announced.version}},
        "files": {"content": base64.b64encode(b"%PDF-1.4 x").decode()},
        "DELETE /api/v1/files/{key}": {"key": str(waiting.key)},
        "drafts": {"place": "new", "body": {"theme": None}},
        "devices": {"id": _device(who).pk},
        "acceptance": {"id": answer.pk},
        "restore": {"id": deleted.pk},
        "testimony": {"id": told.pk, "body": TOLD},
        "agreement": {"id": told.pk, "body": {"version": 1}},
        "volunteering": {"body": {"topics": [], "themes": []}},
        "themes": {"slug": "ecoute"},
        "vote": {"id": poll.pk, "body": {"options": [poll.poll.options.first().pk]}},
        "same-question": {"id": world.thread.pk},
        "reports": {"id": world.post.pk},
        "accompaniments": {"id": mine.pk},
        "POST /api/v1/threads": {"body": PLAIN | {"kind": "question", "title": "Comment faire ?"}},
        "POST /api/v1/posts": {"thread": world.thread.pk, "body": {"about": None, "parent": None, "attachments": [], "text": "Ainsi."}},
        "PATCH /api/v1/posts/{id}": {"id": opening.pk, "body": {"text": "Autrement.", "theme": None, "attachments": None}},
        "POST /api/v1/posts/{id}/moderation": {"id": judged.pk, "body": {"act": "dismiss"}},
        "POST /api/v1/threads/{id}/moderation": {"id": judged.thread_id, "body": {"act": "lock", "reason": "Tout est dit."}},
        "POST /api/v1/accompaniments": {
            "body": {"text": "Aidez-moi.", "helper": make_volunteer(make_member()).pk, "about": "", "times": [soon().isoformat()]}
        },
        "POST /api/v1/accompaniments/{id}/accept": {"id": theirs.pk, "body": {"time": theirs.times[0].isoformat()}},
        "POST /api/v1/accompaniments/{id}/decline": {"id": make_accompaniment(make_member(), who).pk},
        "POST /api/v1/accompaniments/{id}/end": {"id": make_met(who, make_member()).pk},
        "POST /api/v1/accompaniments/{id}/follow-up": {"id": met.pk},
        "POST /api/v1/accompaniments/{id}/meeting": {"id": agreed.pk},
        "POST /api/v1/accompaniments/{id}/times": {"id": mine.pk, "body": {"times": [soon(3).isoformat()]}},
    }  # fmt: skip
