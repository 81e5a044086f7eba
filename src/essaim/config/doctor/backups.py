"""The last backup, and the key of the next."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from essaim.config.backup import seal
from essaim.config.models import Backup
from essaim.kernel import clock
from essaim.kernel.errors import Refused

OLD = timedelta(days=2)
HOW = "bin/essaim backup FOLDER --key-file KEY  every night (deploy/ has a timer), and take the files off this machine"


def key() -> str:
    """Whether a backup would take the key in the variables: none at all is a choice, a wrong one is every night's failure."""
    given = seal.read_key(None)
    if given is None:
        return ""
    try:
        seal.recipients(given)
    except Refused as no:
        return f"ESSAIM_BACKUP_KEY is refused, no backup can be made: {no}"
    return ""


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
