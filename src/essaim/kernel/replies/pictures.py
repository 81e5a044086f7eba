"""Which of a mail's files somebody sent along: what is attached, and the photos and screenshots that stand in its words.

Telephones and web mails put a photo where one writes; the logos of signatures come in the very same way. Only their size tells
them apart, and that a logo comes again and again.
"""

import io
from collections import Counter
from collections.abc import Collection, Iterable

from PIL import Image

from .parts import File

# A photo or a screenshot has as many pixels each way, or else weighs as much.
LEAST_SIDE = 300
LEAST_BYTES = 20_000
# What weighs and is so much wider than high is the banner of a signature.
BANNER = 3


def sent_along(files: Iterable[File], *, before: Collection[bytes] = ()) -> list[File]:
    """Those of ``files`` that belong to what was written, in their order.

    Parameters:
        before: contents of pictures that stood in the words of the writer's earlier mails: what comes back is their signature's.
    """
    found = list(files)
    times = Counter(file.content for file in found if file.inline)
    return [
        file
        for file in found
        if not file.inline or (times[file.content] == 1 and file.content not in before and _is_large(file.content))
    ]


def _is_large(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except Exception:  # no picture that Pillow knows, or one that is broken: its weight says it
        return len(content) >= LEAST_BYTES
    if min(width, height) >= LEAST_SIDE:
        return True
    return len(content) >= LEAST_BYTES and max(width, height) <= BANNER * min(width, height)
