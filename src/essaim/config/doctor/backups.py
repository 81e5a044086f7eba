"""The last backup."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from essaim.config.models import Backup
from essaim.kernel import clock

OLD = timedelta(days=2)
HOW = "bin/essaim backup FOLDER --key-file KEY  every night (deploy/ has a timer), and take the files off this machine"


def last() -> str:
    if settings.DEMO or Backup._meta.db_table not in connection.introspection.table_names():
        return ""
    found = Backup.objects.order_by("-made_at").first()
    if found is None:
        return f"no backup was ever made: run  {HOW}"
    age = clock.now() - found.made_at
    if age > OLD:
        return f"the last backup is {age.days} days old: run  {HOW}"
    return ""
