from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0014_unread_since")]

    operations = [
        migrations.RemoveIndex(model_name="thread", name="thread_theme"),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("posts_count__gt", 0)),
                fields=["theme", "-last_post_at", "-id"],
                include=["restricted_to"],
                name="thread_theme",
            ),
        ),
    ]
