"""The morning mail becomes the digest: who had chosen it, or its hour, has the digest each working day."""

from datetime import time

from django.db import migrations
from django.db.models import Exists, OuterRef, Q

_SITE = {"quiet_from": time(19), "quiet_until": time(8), "quiet_weekends": True}


def forwards(apps, schema_editor):
    preferences = apps.get_model("notifications", "Preference").objects
    schedule = apps.get_model("notifications", "Schedule")
    schedule.objects.filter(**_SITE).update(own=False)
    chosen = preferences.filter(delivery="daily")
    schedule.objects.filter(Q(Exists(chosen.filter(member=OuterRef("member")))) | ~Q(daily_at=time(8, 30))).update(
        digest_every="day"
    )
    have = schedule.objects.filter(member=OuterRef("member"))
    without = chosen.filter(~Exists(have)).order_by().values_list("member_id", flat=True).distinct()
    schedule.objects.bulk_create([schedule(member_id=id, own=False, digest_every="day") for id in without], batch_size=1000)
    chosen.update(delivery="digest")
    apps.get_model("notifications", "Notification").objects.filter(delivery="daily", mail_state="waiting").update(
        delivery="digest"
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_channels")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
