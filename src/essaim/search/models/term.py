from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Term(models.Model):
    """A stem, and in how many documents it is: what tells a rare word from a common one."""

    term = models.CharField(max_length=80, primary_key=True)
    df = models.IntegerField()
    title_df = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.term} {self.df}"


class Word(models.Model):
    """A word as people write it, to correct mistyped ones."""

    word = models.CharField(max_length=80, primary_key=True)
    # Without accents: what is compared.
    folded = models.CharField(max_length=80)
    term = models.CharField(max_length=80)
    df = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["folded"], name="search_word_folded"),
            GinIndex(fields=["folded"], name="search_word_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.df}"


class Corpus(models.Model):
    """How much there is in all (one row): documents, words, words of titles."""

    documents = models.BigIntegerField(default=0)
    words = models.BigIntegerField(default=0)
    title_words = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="search_corpus_single")]

    def __str__(self) -> str:
        return f"{self.documents} documents"
