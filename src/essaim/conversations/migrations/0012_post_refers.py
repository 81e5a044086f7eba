from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0011_partial_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(condition=models.Q(("source__contains", "#[")), fields=["id"], name="post_refers"),
        ),
    ]
