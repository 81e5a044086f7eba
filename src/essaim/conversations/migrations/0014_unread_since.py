from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0013_thread_state")]

    operations = [migrations.AddField(model_name="reading", name="unread_since", field=models.DateTimeField(null=True))]
