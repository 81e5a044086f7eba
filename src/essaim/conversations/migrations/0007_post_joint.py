from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_following")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="joint",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
