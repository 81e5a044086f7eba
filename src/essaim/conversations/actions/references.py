"""What posts call the things that they point to, once other people may see those, or those posts."""

from collections.abc import Collection, Iterator, Sequence

from django.db import connection, transaction

from essaim.conversations import indexing, naming
from essaim.conversations.between import excerpt_of
from essaim.conversations.models import Post
from essaim.conversations.notifications import address_of
from essaim.conversations.text import named_in, render
from essaim.notifications import api as notifications
from essaim.people.models import Member

# So many posts are held and written at once, and so many things are looked for at once.
_BATCH = 100
# Posts that point to something are few, and an index knows them (post_refers): what they point to is read in their words.
_ALL = "SELECT p.id FROM conversations_post p WHERE p.source LIKE '%%#[%%'"
_REFERRING = f"""
{_ALL} AND (p.source ~ %(pointing)s OR p.thread_id = ANY (%(threads)s::bigint[]))
ORDER BY p.id
"""


def rename_references(*, kind: str, ids: Collection[int]) -> int:
    """Writes the posts that point to these things anew, and those that stand in these threads: a thing has its title where all
    who read the post may see it, and none elsewhere. Doing it twice changes nothing. Returns how many changed."""
    found = {id for some in _batches(sorted(ids)) for id in _referring(kind, some)}
    return sum(_rename(some) for some in _batches(sorted(found)))


def rename_all_references() -> int:
    """The same for whatever posts point to: for those that were being written while something changed, or before this was done."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {})
        found = sorted(row[0] for row in cursor.fetchall())
    return sum(_rename(some) for some in _batches(found))


def _referring(kind: str, ids: Sequence[int]) -> list[int]:
    pointing = f"[(]{kind}:({'|'.join(str(id) for id in ids)})[)]"
    with connection.cursor() as cursor:
        cursor.execute(_REFERRING, {"pointing": pointing, "threads": list(ids) if kind == indexing.KIND else []})
        return [row[0] for row in cursor.fetchall()]


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


@transaction.atomic
def _rename(post_ids: Sequence[int]) -> int:
    posts = Post.objects.select_for_update(of=("self",)).filter(pk__in=post_ids).select_related("thread").order_by("pk")
    changed = [post for post in posts if _renamed(post)]
    Post.objects.bulk_update(changed, ["source", "html"])
    indexing.refresh({post.thread_id for post in changed})
    for post in changed:
        if post.deleted_at is None:
            # Whoever was told of it reads its words there too.
            notifications.reword(url=address_of(post.pk), excerpt=excerpt_of(post))
    return len(changed)


def _renamed(post: Post) -> bool:
    """Whether a post's words change; they are set, not saved."""
    around = naming.look_again(post.source, language=post.language, restricted_to=post.thread.restricted_to)
    source = naming.canonical(post.source, around, post.language)
    if source == post.source:
        return False
    ids = {int(match["id"]) for match in named_in(source) if match["id"]}
    names = {member.pk: member.name for member in Member.objects.filter(pk__in=ids).order_by("pk")} if ids else {}
    post.source, post.html = source, render(source, language=post.language, names=names, around=around)[0]
    return True
