from django.db import models

from essaim.kernel.ids import new_key


class ImportDraft(models.Model):
    """An archive that somebody uploaded and has not imported yet. In the database: it dies with the installation alone."""

    key = models.UUIDField(primary_key=True, default=new_key, editable=False)
    uploader = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    archive = models.BinaryField()
    # What the dry run said: change, what, title, place of each page.
    report = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
