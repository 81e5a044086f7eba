from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0012_post_refers")]

    operations = [
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("posts_count__gt", 0)),
                fields=["id"],
                include=["last_number", "theme", "restricted_to", "last_post_at"],
                name="thread_state",
            ),
        ),
    ]
