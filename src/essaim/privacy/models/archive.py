from django.conf import settings
from django.db import models

from essaim.kernel.ids import new_key


class Archive(models.Model):
    """Everything about one member, as a file that they asked for. It is handed over once, then its content is gone.

    In the database rather than beside it: it dies with its row, on whatever machine the worker ran.
    """

    key = models.UUIDField(unique=True, default=new_key, editable=False)
    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.key)
