from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0017_unread_until_now")]

    operations = [
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
        # Last: from here on readers wait, and there is nothing left to do.
        migrations.RemoveIndex(model_name="reading", name="reading_followed"),
    ]
