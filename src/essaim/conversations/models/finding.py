from urllib.parse import urlsplit

from django.db import models


class Finding(models.Model):
    """What a thread of the kind ``finding`` is about: a page of the web that somebody saw. Its post 1 says what it means for us."""

    thread = models.OneToOneField("Thread", on_delete=models.CASCADE, primary_key=True, related_name="finding")
    # Of http or https, which the action sees to.
    url = models.CharField(max_length=2000)
    # Whose page it is, as whoever brought it calls it.
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        """As its history tells it."""
        return f"{self.source} {self.url}".strip()

    @property
    def host(self) -> str:
        return host_of(self.url)


def host_of(url: str) -> str:
    """Where a link leads, as people read it: without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
