from django.db import migrations

# What the worker would have told since the last time that somebody read. By itself: whoever reads meanwhile waits for one row at most.
# What the version before writes beside this one is told within the hour (``look_again``).
_BEHIND = """
UPDATE conversations_reading r SET unread_since = t.last_post_at FROM conversations_thread t
WHERE t.id = r.thread_id AND r.level >= 2 AND r.read_number < t.last_number AND r.unread_since IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0016_words_of_levels")]

    operations = [migrations.RunSQL(_BEHIND, migrations.RunSQL.noop)]
