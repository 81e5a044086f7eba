"""What is written with every post, answer and reading keeps no index that another one holds already."""

import pytest
from django.db import connection

# Each row of these is written while somebody waits.
WRITTEN = [
    "conversations_post", "conversations_thread", "conversations_reading", "conversations_mention", "conversations_draft",
    "conversations_reaction", "conversations_vote", "conversations_ballot", "conversations_samequestion",
    "journal_entry", "learning_answer", "learning_progress",
]  # fmt: skip
_REPEATED = """
WITH index AS (
    SELECT indrelid, indexrelid::regclass::text AS name, string_to_array(indkey::text, ' ') AS columns, indisunique
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am m ON m.oid = c.relam
    WHERE indrelid = ANY (%s::text[]::regclass[]) AND indpred IS NULL AND indexprs IS NULL AND m.amname = 'btree'
)
SELECT a.name, b.name FROM index a JOIN index b USING (indrelid)
WHERE NOT a.indisunique AND a.name <> b.name AND a.columns = b.columns[1:cardinality(a.columns)]
ORDER BY 1, 2
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED, [WRITTEN])
        assert cursor.fetchall() == []
