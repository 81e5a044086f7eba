from django.db import migrations

# Where a row is long PostgreSQL lays its columns beside the table, the longest first, until it is short: as the words are to stay in
# it, all others went, and to see who may read a row took as long as to find it. Rows written before move in when they are
# written again; ``bin/essaim index`` does so for all.
IN_THE_ROW = """
ALTER TABLE search_document
    ALTER kind SET STORAGE PLAIN, ALTER language SET STORAGE PLAIN, ALTER restricted_to SET STORAGE PLAIN,
    ALTER title SET STORAGE MAIN, ALTER url SET STORAGE MAIN, ALTER meta SET STORAGE MAIN
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_strong_terms")]

    operations = [migrations.RunSQL(IN_THE_ROW, migrations.RunSQL.noop)]
