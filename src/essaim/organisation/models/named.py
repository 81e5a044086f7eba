"""Names in two languages, for what facilitators write once and members read in theirs."""

from functools import lru_cache

from django.db import models
from django.utils.translation import get_language

from essaim.kernel.typography import french

# Few names, each shown many times: a page of the directory shows a hundred and fifty.
_set = lru_cache(maxsize=4096)(french)


def label(name: str, name_en: str = "") -> str:
    """A name in the reader's language, set as that language wants it."""
    return name_en if name_en and get_language() == "en" else _set(name)


class Named(models.Model):
    """Something with a slug, a name in the organisation's language, and an English one if somebody wrote it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, set as that language wants it."""
        return label(self.name, self.name_en)
