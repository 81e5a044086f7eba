from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0011_invitation_words")]

    operations = [
        migrations.AddField(
            model_name="signinlink", name="printed", field=models.BooleanField(db_default=False, default=False)
        ),
    ]
