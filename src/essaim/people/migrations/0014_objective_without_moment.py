from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0013_token_second_step")]

    operations = [
        migrations.AlterField(model_name="statedobjective", name="stated_at", field=models.DateTimeField(null=True)),
    ]
