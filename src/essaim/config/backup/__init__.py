"""Backups: everything an installation holds in one file, and back.

The file is a tar archive, sealed with age when a key is given, that is written and read in one go:

- ``essaim.json``: the version, the applied migrations, each table's columns, the settings without secrets;
- ``tables/<table>/<number>.copy.gz``: the table's rows as COPY writes them, in parts of a few megabytes;
- ``files/<folder>/<path>``: files that people uploaded;
- ``contents.json``: rows, sizes and digests of all of the above, and the sequences. It comes last: a file without it is cut short.

Why a format of our own, and what it promises: ``docs/decisions/0008-backups.md``.
"""
