from django.contrib.postgres.fields import ArrayField
from django.db import models


class FileUse(models.Model):
    """That a text which was published shows a file (content.file_uses), and to whom; who may read the text is not kept here."""

    # The text, as anchors name it: ``lesson`` 12, in one language.
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=5)
    # As browsers ask for it.
    address = models.CharField(max_length=400)
    # The passage is for one audience, or for those who are in none of ``unless``. Ids, as bodies keep them.
    audience = models.BigIntegerField(null=True)
    unless = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["address"], name="file_use_address"),
            models.Index(fields=["kind", "object_id", "language"], name="file_use_text"),
        ]

    def __str__(self) -> str:
        return f"{self.address} in {self.kind} {self.object_id}"
