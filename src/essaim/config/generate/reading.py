"""What members have read and said of themselves: progress through the sequences, stated objectives."""

import datetime
import random

from django.db import connection

from essaim.kernel import clock

from .load import copy


def make(members: range, chance: random.Random) -> int:
    """Two members of three began something; how far they went is skewed. Returns how many lessons were opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequence_id, array_agg(id ORDER BY position, id) FROM learning_lesson WHERE live GROUP BY 1 ORDER BY 1"
        )
        sequences = [lessons for _sequence, lessons in cursor.fetchall()]
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM organisation_objective")
        objectives = cursor.fetchone()[0] or []
    now = clock.now()

    def progress():  # type: ignore[no-untyped-def]
        for member in members:
            for lessons in sequences:
                if chance.random() > 0.35:
                    continue
                begun = now - datetime.timedelta(days=chance.uniform(1, 300))
                far = min(int(chance.expovariate(1 / 3)) + 1, len(lessons))
                for n, lesson in enumerate(lessons[:far]):
                    at = begun + datetime.timedelta(days=n)
                    yield member, lesson, at, at + datetime.timedelta(minutes=7) if n < far - 1 else None

    opened = copy("learning_progress", ("member_id", "lesson_id", "begun_at", "completed_at"), progress())
    stated = [(member, chance.choice(objectives), now) for member in members if objectives and chance.random() < 0.7]
    copy("people_statedobjective", ("member_id", "objective_id", "stated_at"), stated)
    return opened
