from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0007_gone")]

    operations = [
        migrations.AddField(model_name="digest", name="held", field=models.BooleanField(db_default=False, default=False)),
    ]
