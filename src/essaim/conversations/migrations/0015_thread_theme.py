from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Beside a version that serves: nobody waits, a list of a theme is a little slower for as long as it takes.
    atomic = False
    dependencies = [("conversations", "0014_unread_since")]

    operations = [
        RemoveIndexConcurrently(model_name="thread", name="thread_theme"),
        AddIndexConcurrently(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("posts_count__gt", 0)),
                fields=["theme", "-last_post_at", "-id"],
                include=["restricted_to"],
                name="thread_theme",
            ),
        ),
    ]
