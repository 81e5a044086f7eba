"""A small organisation with one of each thing, made through the actions and imports that members use."""

import dataclasses
import tempfile
from pathlib import Path

from django.core.management import call_command

from essaim.accompaniment.tests.factories import make_accompaniment
from essaim.announcements.tests.factories import make_announcement
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.models import Post, Thread
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.learning.models import Lesson
from essaim.organisation.models import Objective, Organisation, Theme
from essaim.people.actions.invitations import make_invitation_link
from essaim.people.actions.proposals import propose_objective
from essaim.people.actions.teams import When, add_team_date
from essaim.people.models import Audience, Invitation, Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

SEQUENCE = "---\ntitle: {title}\nsummary: Une phrase.\nlanguage: fr\nrestricted_to: [{restricted}]\n---\nPour voir.\n"
LESSON = (
    "---\ntitle: Leçon\nsummary: Une phrase.\nkind: lesson\nminutes: 5\n---\nUn paragraphe.\n\n::: discussion\nEt vous ?\n:::\n"
)


@dataclasses.dataclass
class World:
    """What the tests of the house walk through. ``claire`` wrote everything that is not restricted."""

    claire: Member
    audience: Audience
    invitation: Invitation
    lesson_id: int
    thread: Thread
    post: Post
    restricted_thread: Thread
    announcement_id: int
    team_id: int
    team_date_id: int
    proposal_id: int
    restricted_announcement_id: int
    accompaniment_id: int


def make_world() -> World:
    """Two sequences of one lesson, one of them restricted; a thread for all and one for the audience."""
    Organisation.objects.update_or_create(pk=1, defaults={"email_domains": ["brindel.example"]})
    claire, insider, facilitator = make_member(), make_member(), make_member("facilitator")
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk) or insider
    with tempfile.TemporaryDirectory() as folder:
        for slug, title, restricted in (("pour-tous", "Pour tous", ""), ("reserve", "Réservé", "reserve")):
            sequence = Path(folder) / "sequences" / slug
            sequence.mkdir(parents=True)
            (sequence / "sequence.md").write_text(SEQUENCE.format(title=title, restricted=restricted))
            (sequence / "01-lecon.md").write_text(LESSON)
        call_command("import_content", folder, verbosity=0)
    team = make_team("Service client")
    lead = make_member(team=team)
    make_member(team=team, manager=lead)
    when = When(title="Point d'équipe", day=clock.today())
    date = add_team_date(actor=None, team=team, key=new_key(), when=when)
    theme = Theme.objects.create(slug="ecoute", name="Écoute")
    objective = Objective.objects.create(slug="ecouter", name="Écouter", theme=theme)
    proposal = propose_objective(actor=lead, key=new_key(), objective=objective)
    post = _start(claire, "Une question ?")
    return World(
        claire=claire,
        audience=audience,
        invitation=make_invitation_link(actor=claire, key=new_key()),
        lesson_id=Lesson.objects.get(sequence__texts__slug="pour-tous").pk,
        thread=post.thread,
        post=post,
        restricted_thread=_start(insider, "Entre nous ?", restricted_to=[audience.pk]).thread,
        team_id=team.pk,
        team_date_id=date.pk,
        proposal_id=proposal.pk,
        announcement_id=make_announcement(facilitator).pk,
        accompaniment_id=make_accompaniment(insider, lead).pk,
        restricted_announcement_id=make_announcement(facilitator, restricted_to=[audience.pk]).pk,
    )


def _start(actor: Member, title: str, restricted_to: list[int] | None = None) -> Post:
    return start_thread(
        actor=actor, key=new_key(), kind="question", title=title, source="Dites-moi.", language="fr", restricted_to=restricted_to or []
    ).post  # fmt: skip
