from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

# What the worker would have told since the last time that somebody read.
_BEHIND = """
UPDATE conversations_reading r SET unread_since = t.last_post_at FROM conversations_thread t
WHERE t.id = r.thread_id AND r.level >= 2 AND r.read_number < t.last_number AND r.unread_since IS NULL
"""


class Migration(migrations.Migration):
    # Beside a version that serves: nobody waits. What that one writes meanwhile is told within the hour (``look_again``).
    atomic = False
    dependencies = [("conversations", "0016_words_of_levels")]

    operations = [
        migrations.RunSQL(_BEHIND, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="reading",
            index=models.Index(
                condition=models.Q(("level__gte", 2), ("unread_since__isnull", False)),
                fields=["member", "-unread_since"],
                name="reading_unread",
            ),
        ),
        AddIndexConcurrently(
            model_name="reading",
            index=models.Index(
                condition=models.Q(("level__gte", 2), ("unread_since", None)), fields=["thread"], name="reading_caught_up"
            ),
        ),
        RemoveIndexConcurrently(model_name="reading", name="reading_followed"),
    ]
