from django.db import models


class Testimony(models.Model):
    """What the two may tell everybody. It comes out once both agreed to the same version, each with or without their name."""

    __test__ = False

    accompaniment = models.OneToOneField("Accompaniment", on_delete=models.CASCADE, primary_key=True, related_name="testimony")
    title = models.CharField(max_length=160)
    source = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=5, default="fr")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    # The version that each agreed to.
    asker_agreed = models.PositiveIntegerField(null=True, blank=True)
    helper_agreed = models.PositiveIntegerField(null=True, blank=True)
    asker_signs = models.BooleanField(default=False)
    helper_signs = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    # The public thread, which conversations own.
    thread_id = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    def agreed(self, asker: bool) -> bool:
        return (self.asker_agreed if asker else self.helper_agreed) == self.version
