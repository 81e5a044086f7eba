from datetime import timedelta

from django.db import models

from essaim.kernel.ids import new_key

# An uploaded file names everybody: it is kept for as long as somebody looks at it, no longer.
DRAFT_LIFETIME = timedelta(hours=24)


class ImportDraft(models.Model):
    """An uploaded directory file between its steps: columns, dry run, import. It belongs to its uploader alone."""

    key = models.UUIDField(unique=True, default=new_key, editable=False)
    uploader = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    # "" while it is found out.
    encoding = models.CharField(max_length=20, blank=True)
    # Field name to column number; {} until chosen.
    columns = models.JSONField(default=dict)
    # The dry run as data (directory.plan), and what tells whether the import would still do the same.
    plan = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="import_draft_created")]

    def __str__(self) -> str:
        return self.file_name
