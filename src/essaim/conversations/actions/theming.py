"""Themes and their threads. A thread of a restricted theme is for audiences of the theme: for all of them, or for fewer.

So whoever sees a thread may see its theme, and a theme is restricted by the rule that all reading of threads obeys.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.conversations import indexing
from essaim.conversations.events import ThemeArranged
from essaim.conversations.models import Thread
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.names import fold
from essaim.organisation.models import Objective, Theme
from essaim.people.models import Audience, Member, within

from .bounds import hold_theme

# What fits a theme restricted to ``new``: a thread for some of these audiences. Of a hidden thread, those for whom it is shown again
# count, and are what changes.
_FITS = "(t.scope <> '{}' AND t.scope <@ %(new)s::bigint[])"
_HELD = "(SELECT *, COALESCE(shown_to, restricted_to) AS scope FROM conversations_thread WHERE theme_id = %(theme)s)"
_SET = """
SET theme_id = now.theme_id, restricted_to = CASE WHEN t.shown_to IS NULL THEN now.scope ELSE t.restricted_to END,
    shown_to = CASE WHEN t.shown_to IS NOT NULL THEN now.scope END
"""
_CARRY = f"""
UPDATE conversations_thread t {_SET}
FROM (
  SELECT t.id,
    CASE WHEN t.anchor_type <> '' THEN t.scope
         WHEN t.scope = %(old)s::bigint[] THEN %(new)s::bigint[]
         WHEN %(new)s::bigint[] = '{{}}' OR {_FITS} OR NOT t.scope && %(new)s::bigint[] THEN t.scope
         ELSE ARRAY(SELECT unnest(t.scope) INTERSECT SELECT unnest(%(new)s::bigint[]) ORDER BY 1) END AS scope,
    CASE WHEN %(new)s::bigint[] = '{{}}' OR {_FITS} THEN t.theme_id
         WHEN t.anchor_type <> '' THEN NULL
         WHEN t.scope = %(old)s::bigint[] OR t.scope && %(new)s::bigint[] THEN t.theme_id END AS theme_id
  FROM {_HELD} t
) now
WHERE t.id = now.id AND t.theme_id = %(theme)s AND (COALESCE(t.shown_to, t.restricted_to), t.theme_id) IS DISTINCT FROM (now.scope, now.theme_id)
RETURNING t.id, t.restricted_to
"""
_MOVE = f"""
UPDATE conversations_thread t {_SET}
FROM (
  SELECT t.id, %(target)s::bigint AS theme_id, CASE WHEN t.scope = '{{}}' THEN %(new)s::bigint[] ELSE t.scope END AS scope
  FROM {_HELD} t
  WHERE %(new)s::bigint[] = '{{}}' OR {_FITS} OR (t.scope = '{{}}' AND t.anchor_type = '')
) now
WHERE t.id = now.id AND t.theme_id = %(theme)s
RETURNING t.id, t.restricted_to
"""


@transaction.atomic
def arrange_theme(
    *, actor: Member, theme_id: int | None, name: str, name_en: str = "", description: str = "", description_en: str = "",
    restricted_to: Collection[int] = (), archived: bool = False,
) -> Theme:  # fmt: skip
    """Makes a theme (``theme_id`` None) or changes one; its threads follow in the same transaction.

    A free thread that was for the whole theme is for its new audiences; one that was for fewer stays for those of them that remain.
    A thread that cannot follow, because it is for others or hangs on something that others see, leaves the theme: only threads
    of the whole theme are ever seen by more people than before, where its audiences become more.
    """
    new = _audiences(restricted_to)
    if not (name := " ".join(name.split())):
        raise Refused(_("Donnez un nom à ce thème."), code="name")
    theme = Theme.objects.select_for_update().get(pk=theme_id) if theme_id else Theme(slug=_slug(name), position=_last())
    old = list(theme.restricted_to)
    if new and theme.pk and Objective.objects.filter(theme=theme).exists():
        raise Refused(
            _(
                "Des objectifs du catalogue portent sur ce thème, et chacun les voit. Faites plutôt un thème à part, et réservez-le."
            ),
            code="objectives",
        )
    theme.name, theme.name_en, theme.description, theme.description_en = (
        name,
        name_en.strip(),
        description.strip(),
        description_en.strip(),
    )
    theme.restricted_to = new
    theme.archived_at = (theme.archived_at or clock.now()) if archived else None
    theme.save()
    if new != old:
        _reindex(_CARRY, {"theme": theme.pk, "old": old, "new": new})
    journal.record(ThemeArranged(actor_id=actor.pk, subject_id=theme.pk))
    return theme


@transaction.atomic
def move_threads(*, actor: Member, theme_id: int, target_id: int) -> tuple[int, int]:
    """Moves the threads of a theme into another. Returns how many went, and how many stayed: those that are for others than it is."""
    if theme_id == target_id:
        raise Refused(_("Choisissez un autre thème que celui-ci."), code="same")
    # In one order, so that two that go both ways do not wait for each other.
    themes = {
        theme.pk: theme for theme in Theme.objects.filter(pk__in=[theme_id, target_id]).order_by("pk").select_for_update()
    }
    target = themes[target_id]
    moved = _reindex(_MOVE, {"theme": theme_id, "target": target.pk, "new": list(target.restricted_to)})
    journal.record(ThemeArranged(actor_id=actor.pk, subject_id=theme_id))
    return moved, Thread.objects.filter(theme=theme_id).count()


@transaction.atomic
def shift_theme(*, actor: Member, theme_id: int, by: int) -> None:
    """Moves a theme one place up (-1) or down (1)."""
    themes = sorted(
        Theme.objects.order_by("pk").select_for_update(), key=lambda theme: (theme.position, fold(theme.name), theme.pk)
    )
    place = next(n for n, theme in enumerate(themes) if theme.pk == theme_id)
    theme = themes.pop(place)
    themes.insert(min(max(place + by, 0), len(themes)), theme)
    for position, one in enumerate(themes):
        one.position = position
    Theme.objects.bulk_update(themes, ["position"])
    journal.record(ThemeArranged(actor_id=actor.pk, subject_id=theme_id))


def settle(
    *, actor: Member | None, theme_id: int | None, restricted_to: Sequence[int], anchored: bool, opening: bool = True
) -> list[int]:
    """The audiences of a thread that goes into a theme: its own, or those of the theme where it has none.

    Until the transaction ends, nobody changes who may see the theme. Raises Refused where the thread does not fit.

    Parameters:
        actor: who wants it; None for a file that the command line reads.
        opening: the thread is new, which an archived theme does not take.
    """
    if theme_id is None:
        return list(restricted_to)
    theme = hold_theme(theme_id)
    if theme is None or (actor and theme.restricted_to and not set(theme.restricted_to) & set(actor.audience_ids)):
        raise Refused(_("Ce thème n'existe plus. Choisissez-en un autre."), code="theme")
    if opening and theme.archived:
        raise Refused(_("Ce thème est archivé : on n'y ouvre plus de fil. Choisissez-en un autre."), code="theme-archived")
    if theme.takes(restricted_to):
        return list(restricted_to)
    if anchored:
        raise Refused(
            _("Ce thème est réservé, et ce dont parle ce fil est vu par d'autres. Choisissez un autre thème, ou aucun."),
            code="theme-narrow",
        )
    if restricted_to:
        raise Refused(_("Ce thème est réservé à d'autres publics. Gardez les siens seulement, ou aucun."), code="theme-narrow")
    return list(theme.restricted_to)


def put_elsewhere(thread: Thread, *, actor: Member, theme_id: int | None) -> None:
    """Puts a thread into another theme for whoever opened it, without saving it: they take it out of nobody's sight.

    Raises Refused where it does not fit, or where somebody who wrote in it would not see it any more: a facilitator may move it
    (``move_thread``), which leaves an act and its reason.
    """
    before = thread.audience_scope
    after = settle(actor=actor, theme_id=theme_id, restricted_to=before, anchored=bool(thread.anchor_type))
    wrote = Member.objects.filter(posts__thread=thread, is_active=True).exclude(pk=actor.pk)
    if after != before and wrote.filter(within(before)).exclude(within(after)).exists():
        raise Refused(
            _(
                "Ce thème est réservé, et des collègues qui ont écrit dans ce fil ne le verraient plus. Choisissez un autre thème, ou "
                "demandez à l'équipe d'animation de le déplacer."
            ),
            code="theme-narrow",
        )
    thread.theme_id = theme_id
    if thread.shown_to is None:
        thread.restricted_to = after
        indexing.restrict([thread.pk], after)
    else:
        thread.shown_to = after


def _audiences(ids: Collection[int]) -> list[int]:
    known = set(Audience.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    if known != set(ids):
        raise Refused(_("Ce public n'existe plus. Choisissez-en un autre."), code="audience")
    return sorted(known)


def _slug(name: str) -> str:
    base = slugify(fold(name))[:70] or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).order_by().values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _last() -> int:
    return (Theme.objects.order_by("-position").values_list("position", flat=True).first() or 0) + 1


def _reindex(sql: str, given: dict[str, object]) -> int:
    """Changes threads; they are found by nobody else from this transaction on, and indexed again behind it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)  # type: ignore[arg-type]
        rows = cursor.fetchall()
    narrowed: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for id, restricted_to in rows:
        narrowed[tuple(restricted_to)].append(id)
    for restricted_to, ids in narrowed.items():
        indexing.restrict(ids, restricted_to)
    indexing.refresh([row[0] for row in rows])
    return len(rows)
