import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import essaim.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_teams"),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=essaim.kernel.ids.new_key, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("read", "Lire ce que vous voyez ici"),
                                ("write", "Écrire et apprendre en votre nom"),
                                ("import", "Importer : dire de qui et de quand est un message"),
                                ("events", "Suivre le journal des événements"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="TokenUse",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="people.token",
                    ),
                ),
                ("minute", models.BigIntegerField()),
                ("calls", models.PositiveIntegerField()),
                ("last_used_on", models.DateField()),
            ],
        ),
        # Counting calls must not wait for the disk; after a crash it begins anew.
        migrations.RunSQL("ALTER TABLE people_tokenuse SET UNLOGGED", "ALTER TABLE people_tokenuse SET LOGGED"),
    ]
