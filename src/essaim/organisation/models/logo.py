from django.db import models


class Logo(models.Model):
    """A logo as it is served. It is in the database: every web server has it, and a backup too."""

    digest = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=4, choices=[("svg", "svg"), ("png", "png")])
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.digest}.{self.kind}"
