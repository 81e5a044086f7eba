"""What the demo's people have read and said of themselves: made up, the same every time, through the actions that members use."""

import random

from essaim.accompaniment import api as accompaniment
from essaim.kernel import clock
from essaim.learning import api as learning
from essaim.organisation.models import Objective
from essaim.people.actions.members import state_objectives
from essaim.people.models import Member

# Who has read how far: the chance of having begun, and of going on after each lesson, by job family.
HABITS = {
    "Service client": {"ce-qui-a-change": (0.7, 0.8), "repondre-en-public": (0.75, 0.75)},
    "Ressources humaines": {"ce-qui-a-change": (0.8, 0.8), "recruter-autrement": (0.9, 0.7)},
    "Communication": {"ce-qui-a-change": (0.8, 0.85), "repondre-en-public": (0.4, 0.6)},
    "Commercial": {"ce-qui-a-change": (0.5, 0.7)},
    "Encadrement": {"ce-qui-a-change": (0.6, 0.8), "recruter-autrement": (0.3, 0.6)},
    "Production et informatique": {"ce-qui-a-change": (0.3, 0.7)},
}
# The people one can enter as stand where there is something to see: how many lessons of which sequence they finished.
STAND = {
    "claire.marchand@brindel.example": {"ce-qui-a-change": 5, "repondre-en-public": 1},
    "thomas.quere@brindel.example": {"ce-qui-a-change": 1, "recruter-autrement": 2},
    "julie.kerdreux@brindel.example": {"ce-qui-a-change": 3},
    "marc.delorme@brindel.example": {"ce-qui-a-change": 2},
    "aurelie.vasseur@brindel.example": {"ce-qui-a-change": 5},
    "yann.legoff@brindel.example": {},
}
OBJECTIVES = {
    "claire.marchand@brindel.example": ["moins-de-relances"],
    "thomas.quere@brindel.example": ["recruter-metiers-rares"],
    "julie.kerdreux@brindel.example": ["repondre-dans-l-heure"],
}
# What two in three of a job family are asked, so that an audience on it has a number: under five nobody is counted.
ASKED = {"Service client": ["repondre-dans-l-heure", "moins-de-relances", "comprendre-les-irritants"]}
# Who accompanies colleagues on what they may be asked about.
VOLUNTEERS = ["samia.belkacem@brindel.example", "sophie.aubert@brindel.example", "karim.oudjani@brindel.example"]
# Those who have just arrived still have their first steps before them.
NEW = ["fatou.diallo@brindel.example", "mathilde.roux@brindel.example"]


def make() -> None:
    """Gives everybody their past; people who have one already keep it."""
    chance = random.Random(20261124)
    lessons = learning.lessons_by_sequence()
    Member.objects.filter(onboarded_at=None).exclude(email__in=NEW).update(onboarded_at=clock.now())
    for member in Member.objects.exclude(email__in=NEW).select_related("job_family").order_by("employee_number"):
        family = member.job_family.name if member.job_family else ""
        habits = HABITS.get(family, {})
        stand = STAND.get(member.email or "") if member.email in STAND else None
        for slug, known in sorted(lessons.items()):
            for lesson_id, sequence_id in known[: _how_far(chance, len(known), habits.get(slug), stand, slug)]:
                learning.complete(actor=member, lesson_id=lesson_id, sequence_id=sequence_id)
    _state_objectives()
    for member in Member.objects.filter(email__in=VOLUNTEERS).order_by("employee_number"):
        topics = member.ask_topics.order_by("position").values_list("name", flat=True)
        accompaniment.volunteer(actor=member, offer=accompaniment.Offer(willing=True, topics=list(topics)))


def _state_objectives() -> None:
    """With a chance of its own: what people have read does not change with what they are asked."""
    chance = random.Random(20261125)
    known = {objective.slug: objective for objective in Objective.objects.order_by("slug")}
    for email, slugs in OBJECTIVES.items():
        state_objectives(actor=Member.objects.get(email=email), objectives=[known[slug] for slug in slugs])
    for family, slugs in ASKED.items():
        others = Member.objects.filter(job_family__name=family).exclude(email__in=[*STAND, *OBJECTIVES, *NEW])
        for member in others.order_by("employee_number"):
            if chance.random() < 2 / 3:
                state_objectives(actor=member, objectives=[known[chance.choice(slugs)]])


def _how_far(
    chance: random.Random, lessons: int, habit: tuple[float, float] | None, stand: dict[str, int] | None, slug: str
) -> int:
    """How many lessons somebody finished: as their stand says, else by chance."""
    if stand is not None:
        return stand.get(slug, 0)
    begins, goes_on = habit or (0.05, 0.4)
    if chance.random() > begins:
        return 0
    done = 1
    while done < lessons and chance.random() < goes_on:
        done += 1
    return done
