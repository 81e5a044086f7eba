"""Static files: hashed names, so that a browser keeps them for good."""

import hashlib
from collections.abc import Iterator

from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    # A file named by a library but not shipped by it must not take a page down.
    manifest_strict = False

    def compress_files(self, paths: list[str]) -> Iterator[tuple[str, str]]:
        """Only what members load is compressed ahead: the editors' admin has a thousand files, and few readers."""
        ours = [path for path in paths if not path.startswith(("wagtail", "modelcluster", "account", "mfa"))]
        yield from super().compress_files(ours)


def digest_of_sources() -> str:
    """Changes when any static file does: names, sizes and times of all of them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda item: item[0]):
            digest.update(f"{path}:{storage.size(path)}:{storage.get_modified_time(path).timestamp()}\n".encode())
    return digest.hexdigest()
