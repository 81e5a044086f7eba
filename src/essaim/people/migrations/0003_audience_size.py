from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_invitations")]

    operations = [
        migrations.AddField(
            model_name="audience",
            name="shown_size",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
