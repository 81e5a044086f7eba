import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import essaim.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_audience_size"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=essaim.kernel.ids.new_key, editable=False, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("columns", models.JSONField(default=dict)),
                ("plan", models.JSONField(default=dict)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="import_draft_created")],
            },
        ),
    ]
