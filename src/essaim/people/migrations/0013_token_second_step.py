from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_signinlink_printed")]

    operations = [
        # Tokens that are there already count as made without.
        migrations.AddField(model_name="token", name="second_step", field=models.BooleanField(db_default=False, default=False)),
    ]
