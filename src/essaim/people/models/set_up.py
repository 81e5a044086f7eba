from django.db import models


class SetUpLink(models.Model):
    """A link to the set-up page, printed by a server that found nobody to administrate. Only the secret's digest is stored.

    Several may stand, one for each server that started; all are gone once somebody administrates.
    """

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"until {self.expires_at}"
