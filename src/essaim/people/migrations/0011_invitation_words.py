from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0010_company")]

    operations = [
        migrations.AddField(model_name="invitation", name="words", field=models.CharField(blank=True, max_length=500)),
    ]
