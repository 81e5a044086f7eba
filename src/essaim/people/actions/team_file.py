"""Team pages from a file: one file, one transaction."""

import uuid
from collections import Counter

from django.db import transaction

from essaim.organisation.models import Team
from essaim.people.models import AskTopic, Member, TeamDate, TeamPage
from essaim.people.team_file import FileTeam

from .teams import add_team_date, change_team_text
from .topics import state_topics

_KEYS = uuid.UUID("5f4f6f0e-9f2e-4a53-9d3b-6a1a9f2d7c11")


@transaction.atomic
def import_teams(*, teams: list[FileTeam], topics: dict[int, list[str]]) -> Counter[str]:
    """Writes the pages, dates and topics that are not there yet. What people wrote themselves stays as it is."""
    done: Counter[str] = Counter()
    for one in teams:
        team = Team.objects.get(pk=one.id)
        author = Member.objects.filter(pk=one.author_id).first() if one.author_id else None
        if one.trying and not TeamPage.objects.filter(team=team, version__gt=0).exists():
            change_team_text(actor=None, team=team, source=one.trying, version=0, language=one.language)
            done["pages"] += 1
        for when in one.dates:
            key = uuid.uuid5(_KEYS, f"{one.path}\n{when.title}")
            if not TeamDate.objects.filter(key=key).exists():
                add_team_date(actor=None, team=team, key=key, when=when)
                done["dates"] += 1
        if author:
            # Who wrote it in the organisation: an import has no hand of its own.
            team.page.changes.filter(author=None).update(author=author)  # type: ignore[attr-defined]
    known = set(AskTopic.objects.filter(member__in=topics).values_list("member_id", flat=True))
    for member in Member.objects.filter(pk__in=topics).exclude(pk__in=known).order_by("pk"):
        done["topics"] += state_topics(actor=member, topics=topics[member.pk])
    return done
