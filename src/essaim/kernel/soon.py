"""What a page notes in passing, and nobody would miss: how far one read, that one was here."""

# Stands in the FROM of a statement that writes: one row. A transaction of its own then does not wait for the disk, which writes
# it within a second (PostgreSQL's synchronous_commit); a power cut in that second takes back the note, and nothing else.
# What somebody wrote, answered or chose is never kept so.
KEPT = "set_config('synchronous_commit', 'off', true) AS soon"
