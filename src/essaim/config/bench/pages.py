"""The pages that are measured: for each reader, a request as a browser sends it."""

import dataclasses
import random
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse

from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.session import SessionStore

# Any 32 letters: the cookie and the form say the same.
CSRF = "benchbenchbenchbenchbenchbench00"
READERS = 20
# Nobody may post without end: those who write take turns.
WRITERS = 1000


@dataclasses.dataclass(frozen=True)
class Request:
    """A request of one reader. ``form`` is None for reading."""

    member: Member
    cookie: str
    path: str
    form: dict[str, str] | None = None

    def raw(self) -> bytes:
        body = urlencode(self.form | {"csrfmiddlewaretoken": CSRF}) if self.form is not None else ""
        head = [
            f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {self.cookie}",
            "Accept-Language: fr", "User-Agent: essaim-bench",
        ]  # fmt: skip
        if self.form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of the table. One that ``writes`` needs a new request, and another writer, each time."""

    name: str
    request: Callable[[Member, random.Random], tuple[str, dict[str, str] | None]]
    writes: bool = False


def _named(name: str) -> Callable[[Member, random.Random], tuple[str, None]]:
    return lambda member, chance: (reverse(name), None)


@cache
def _rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Rows to choose addresses from; asked once, a run makes thousands of them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return cursor.fetchall()


def _lesson(member: Member, chance: random.Random) -> tuple[str, None]:
    """A lesson that the reader has opened before, where they have one."""
    rows = _rows(
        "SELECT s.slug, t.slug FROM learning_progress p JOIN learning_lesson l ON l.id = p.lesson_id AND l.live "
        "JOIN learning_lessontext t ON t.lesson_id = l.id JOIN learning_sequencetext s ON s.sequence_id = l.sequence_id "
        "WHERE p.member_id = %s ORDER BY l.id", member.pk,
    )  # fmt: skip
    return reverse("learning:lesson", args=chance.choice(rows)), None


def _sequence(member: Member, chance: random.Random) -> tuple[str, None]:
    return reverse("learning:sequence", args=chance.choice(_rows("SELECT slug FROM learning_sequencetext ORDER BY id"))), None


@cache
def _open_threads() -> list[int]:
    """Some threads that fill a page."""
    rows = _rows("SELECT id FROM conversations_thread WHERE restricted_to = '{}' AND posts_count >= 20 ORDER BY id LIMIT 3000")
    return [id for (id,) in rows]


def _thread(member: Member, chance: random.Random) -> tuple[str, None]:
    return reverse("conversations:thread", args=[chance.choice(_open_threads())]), None


def _longest(part: float) -> Callable[[Member, random.Random], tuple[str, None]]:
    def request(member: Member, chance: random.Random) -> tuple[str, None]:
        ((id, last),) = _rows(
            "SELECT id, last_number FROM conversations_thread WHERE restricted_to = '{}' ORDER BY posts_count DESC LIMIT 1"
        )
        return f"{reverse('conversations:thread', args=[id])}?after={int(last * part)}", None

    return request


def _watched(member: Member, chance: random.Random) -> tuple[str, dict[str, str]]:
    """A reply in the thread that a crowd watches."""
    ((id,),) = _rows("SELECT thread_id FROM conversations_reading WHERE level = 3 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    return reverse("conversations:thread", args=[id]), _reply(member, chance)[1]


def _vote(member: Member, chance: random.Random) -> tuple[str, dict[str, str]]:
    rows = _rows(
        "SELECT p.thread_id, o.id FROM conversations_poll p JOIN conversations_thread t ON t.id = p.thread_id "
        "JOIN conversations_polloption o ON o.poll_id = p.thread_id "
        "WHERE t.restricted_to = '{}' AND p.closes_at IS NULL ORDER BY 2 LIMIT 3000"
    )
    thread_id, option_id = chance.choice(rows)
    return reverse("conversations:vote", args=[thread_id]), {"option": str(option_id)}


def _theme(member: Member, chance: random.Random) -> tuple[str, None]:
    rows = _rows("SELECT slug FROM organisation_theme ORDER BY id")
    return f"{reverse('conversations:threads')}?theme={chance.choice(rows)[0]}", None


def _search(member: Member, chance: random.Random) -> tuple[str, None]:
    """Two words that one document of a thousand to one of thirty holds."""
    rows = _rows(
        "SELECT w.word FROM search_word w JOIN search_term t ON t.term = w.term, search_corpus c "
        "WHERE t.df BETWEEN c.documents / 1000 AND c.documents / 30 AND length(w.word) >= 5 ORDER BY w.df DESC, w.word LIMIT 400"
    )  # fmt: skip
    return f"{reverse('search:search')}?q={quote(' '.join(word for (word,) in chance.sample(rows, 2)))}", None


def _member(member: Member, chance: random.Random) -> tuple[str, None]:
    return reverse("people:member", args=[chance.choice(_rows("SELECT id FROM people_member ORDER BY id LIMIT 500"))[0]]), None


def _reply(member: Member, chance: random.Random) -> tuple[str, dict[str, str]]:
    form = {"key": str(uuid.uuid4()), "source": "Merci, la commande est arrivée ce matin."}
    return reverse("conversations:thread", args=[chance.choice(_open_threads())]), form


def _answer(member: Member, chance: random.Random) -> tuple[str, dict[str, str]]:
    rows = _rows("""
        SELECT l.id, b->>'id' FROM learning_lesson l JOIN learning_lessontext t ON t.lesson_id = l.id,
            jsonb_array_elements(t.body) b WHERE l.live AND b->>'type' = 'reflection' ORDER BY l.id
    """)
    return reverse("learning:answer", args=chance.choice(rows)), {"text": f"Je vais essayer {chance.randrange(10**6)} fois."}


PAGES = [
    Page("home", _named("home:home")),
    Page("sequences", _named("learning:sequences")),
    Page("sequence", _sequence),
    Page("lesson", _lesson),
    Page("threads", _named("conversations:threads")),
    Page("themes", _named("conversations:themes")),
    Page("theme", _theme),
    Page("unread", lambda member, chance: (f"{reverse('conversations:threads')}?show=unread", None)),
    Page("thread", _thread),
    Page("thread-middle", _longest(0.5)),
    Page("thread-end", _longest(0.999)),
    Page("search", _search),
    Page("reply", _reply, writes=True),
    Page("reply-watched", _watched, writes=True),
    Page("vote", _vote, writes=True),
    Page("answer", _answer, writes=True),
    Page("notifications", _named("notifications:centre")),
    Page("members", _named("people:members")),
    Page("member", _member),
    Page(
        "programme",
        lambda member, chance: (
            reverse("content:programme", args=_rows("SELECT slug FROM content_programmetext LIMIT 1")[0]),
            None,
        ),
    ),
    Page("invitations", _named("people:invitations")),
    Page("preferences", _named("people:preferences")),
]


def chosen(names: str) -> list[Page]:
    """The pages named, separated by commas; all of them for "". Raises Refused for a name that there is not."""
    known = {page.name: page for page in PAGES}
    wanted = [name.strip() for name in names.split(",") if name.strip()] or list(known)
    if unknown := [name for name in wanted if name not in known]:
        raise Refused(f"no page “{unknown[0]}”; there are {', '.join(known)}")
    return [known[name] for name in wanted]


# Members who read and wrote, but not just now.
_TOOK_PART = """
SELECT p.member_id FROM learning_progress p JOIN conversations_post c ON c.author_id = p.member_id
GROUP BY 1 HAVING max(c.created_at) < now() - interval '15 minutes' ORDER BY 1 LIMIT 4000
"""
# Of all who read, those who follow so many threads and were told of so many things, among few posts as among many: their pages hold as
# much, and what differs between two databases is the data and not the person.
_FOLLOW = """
SELECT p.member_id FROM (SELECT DISTINCT member_id FROM learning_progress) p
WHERE (SELECT count(*) FROM conversations_reading r WHERE r.member_id = p.member_id AND r.level >= 2) BETWEEN 10 AND 60
  AND (SELECT count(*) FROM notifications_notification n WHERE n.recipient_id = p.member_id) BETWEEN 10 AND 100
ORDER BY 1 LIMIT 4000
"""


def readers(chance: random.Random) -> list[tuple[Member, str]]:
    """Members with something to see, as ``_signed_in``."""
    return _signed_in(_FOLLOW, READERS, chance)


def writers(chance: random.Random) -> list[tuple[Member, str]]:
    """Members who may write now, as ``_signed_in``."""
    return _signed_in(_TOOK_PART, WRITERS, chance)


def _signed_in(who: str, most: int, chance: random.Random) -> list[tuple[Member, str]]:
    """At most ``most`` of the members that the SQL ``who`` finds, each with the cookies of a session of their own.

    Raises Refused where the organisation is a real one: some pages write.
    """
    made = Member.objects.filter(email__endswith="@grand-groupe.example", is_active=True)
    ids = list(made.filter(pk__in=[id for (id,) in _rows(who)]).order_by("pk").values_list("pk", flat=True))
    if len(ids) < READERS:
        raise Refused(
            "bench needs twenty members who take part, and writes in their names: it only runs on what  bin/essaim generate"
            "  has made, with 10,000 posts or more"
        )
    found = []
    for member in Member.objects.filter(pk__in=chance.sample(ids, min(most, len(ids)))).order_by("pk"):
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(member.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.save()
        found.append((member, f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"))
    return found


def requests(page: Page, people: list[tuple[Member, str]], chance: random.Random, count: int) -> list[Request]:
    """``count`` requests of a page by the readers in turn."""
    found = []
    for n in range(count):
        member, cookie = people[n % len(people)]
        path, form = page.request(member, chance)
        found.append(Request(member, cookie, path, form))
    return found
