"""Static files: hashed names where they were collected, plain ones while developing."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    # A file named by a library but not shipped by it must not take a page down.
    manifest_strict = False
