from django.db import migrations

# Where a row is long PostgreSQL lays its columns beside the table, the longest first, until it is short: as the words are to stay in
# it, all others went, and to see who may read a row took as long as to find it.
IN_THE_ROW = """
ALTER TABLE search_document
    ALTER kind SET STORAGE MAIN, ALTER language SET STORAGE MAIN, ALTER restricted_to SET STORAGE MAIN,
    ALTER title SET STORAGE MAIN, ALTER url SET STORAGE MAIN, ALTER meta SET STORAGE MAIN
"""
# What lies beside the table stays there until it is written anew. Short rows have nothing there.
WRITTEN_ANEW = """
UPDATE search_document
SET kind = kind || '', language = language || '', restricted_to = restricted_to || '{}', title = title || '', url = url || '',
    meta = meta || '{}'
WHERE pg_column_size(tsv) > 1000
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_strong_terms")]

    operations = [
        migrations.RunSQL(IN_THE_ROW, migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN_ANEW, migrations.RunSQL.noop),
    ]
