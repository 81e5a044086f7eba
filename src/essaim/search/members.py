"""Members in the search: people lies below and cannot say it itself. Name, job, team: what the directory shows to
all; and the topics on which they said that they may be asked."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from essaim.organisation.models import Organisation, Team
from essaim.people.models import AskTopic, Member

from .sources import Document, Source

KIND = "member"


def load(ids: Collection[int]) -> Iterable[Document]:
    language = Organisation.current().language
    members = Member.objects.filter(pk__in=ids, is_active=True).select_related("job_family", "team", "site").order_by("pk")
    rows = list(members)
    above = {id for member in rows if member.team for id in member.team.ancestor_ids}
    teams = dict(Team.objects.filter(pk__in=above).order_by("pk").values_list("pk", "name"))
    topics: dict[int, list[str]] = {}
    for member_id, name in (
        AskTopic.objects.filter(member__in=ids).order_by("member", "position").values_list("member_id", "name")
    ):
        topics.setdefault(member_id, []).append(name)
    for member in rows:
        path = [teams[id] for id in member.team.ancestor_ids if id in teams] if member.team else []
        job_family = member.job_family.name if member.job_family else ""
        body = [member.job_title, job_family, *reversed(path), member.site.name if member.site else ""]
        body += topics.get(member.pk, [])
        yield Document(
            kind=KIND,
            id=member.pk,
            language=language,
            title=member.name,
            body=", ".join(dict.fromkeys(part for part in body if part)),
            url=f"/people/members/{member.pk}/",
        )


def ids_of(**where: int) -> Iterable[int]:
    """The active members for whom ``where`` holds, such as ``job_family=3``; without it, all of them."""
    return Member.objects.filter(is_active=True, **where).order_by("pk").values_list("pk", flat=True).iterator()


def source() -> Source:
    return Source(kind=KIND, label=_("Collègues"), one=_("Collègue"), load=load, all_ids=ids_of, order=30, named=True)
