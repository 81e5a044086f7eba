from django.db import migrations, models

# What the worker would have told since the last time that somebody read.
_BEHIND = """
UPDATE conversations_reading r SET unread_since = t.last_post_at FROM conversations_thread t
WHERE t.id = r.thread_id AND r.level >= 2 AND r.read_number < t.last_number
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0013_thread_state")]

    operations = [
        migrations.RemoveIndex(model_name="reading", name="reading_followed"),
        migrations.AddField(model_name="reading", name="unread_since", field=models.DateTimeField(null=True)),
        migrations.RunSQL(_BEHIND, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                condition=models.Q(("level__gte", 2), ("unread_since__isnull", False)),
                fields=["member", "-unread_since"],
                name="reading_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                condition=models.Q(("level__gte", 2), ("unread_since", None)), fields=["thread"], name="reading_caught_up"
            ),
        ),
    ]
