from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

# In ``restricted_to``: open to everybody. An empty array would match no ``&&``, and an OR would lose the index.
EVERYBODY = 0
# There too: found by nobody, until it is indexed again. No audience will have this number (a larger one is cut off by lookups of arrays).
NOBODY = 2**31 - 1


class IndexedDocument(models.Model):
    """One thing that can be found, in one language, as one audience reads it. Written by the index job alone, from what its source loads."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=5)
    # The audience whose words these are, 0 where all read the same and for whoever is in no audience of its own.
    variant = models.BigIntegerField(default=0, db_default=0)
    title = models.TextField()
    # What excerpts are cut from. Long texts lie beside the table: ranking does not read them.
    body = models.TextField()
    url = models.CharField(max_length=500)
    restricted_to = ArrayField(models.BigIntegerField())
    themes = ArrayField(models.BigIntegerField(), default=list)
    # Stems with their positions, analysed in Python (search.analysis); those of the title weigh A.
    tsv = SearchVectorField()
    # Words that count, of the whole and of the title.
    length = models.IntegerField()
    title_length = models.IntegerField()
    updated_at = models.DateTimeField(null=True)
    meta = models.JSONField(default=dict)

    class Meta:
        db_table = "search_document"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "variant"], name="search_document_once")
        ]
        # One index answers "these words, for these audiences". Without fastupdate: a pending list that grows after a burst
        # of writes is read by every search.
        indexes = [GinIndex(fields=["tsv", "restricted_to"], name="search_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.language}"
