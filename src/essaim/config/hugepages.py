"""The memory of a web process, in large pages."""

import ctypes
import re
import threading
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MAPS, _PRESENT = Path("/proc/self/maps"), Path("/proc/self/pagemap")
_SIZE, _PAGE = 2 * 1024 * 1024, 4096
# MADV_COLLAPSE of Linux 6.1 (madvise(2)): what these addresses hold is moved into large pages now, whatever the system's default
# for transparent huge pages. An older kernel says EINVAL, and everything stays as it was.
_COLLAPSE = 25
# Seconds between one gathering and the next: templates and statements come with the first visits of their pages.
_PAUSES = (10, 60, 600)
_MAPPING = re.compile(r"(?P<start>[0-9a-f]+)-(?P<end>[0-9a-f]+) rw-p 00000000 \S+ 0 *(?:\[heap\])?$")


def gather() -> int:
    """Moves what this process holds into pages of 2 MB, and says how many moved.

    A process of ours has some 130 MB of code, templates and plans as Python objects, of which each request touches a little
    everywhere. In pages of 4 kB the processor looks up most of these addresses in memory again, which costs a page a tenth of its
    time on a quiet machine and a third on a busy one (docs/performance.md).
    """
    try:
        madvise = ctypes.CDLL(None).madvise
        madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        mappings = _MAPS.read_text().splitlines()
        with _PRESENT.open("rb", buffering=0) as present:
            wholes = [address for address in _wholes(mappings) if _is_mostly_held(present, address)]
    except (OSError, AttributeError):  # no Linux, or one that does not let us look: everything stays as it is
        return 0
    return sum(madvise(address, _SIZE, _COLLAPSE) == 0 for address in wholes)


def gather_as_it_grows() -> None:
    """``gather`` now, and beside the work while the process gets to know its pages."""
    gather()

    def again() -> None:
        for pause in _PAUSES:
            time.sleep(pause)
            gather()

    threading.Thread(target=again, name="gather", daemon=True).start()


def _is_mostly_held(present: BinaryIO, address: int) -> bool:
    """Whether at least half of what lies there is in memory: the rest would be taken with it."""
    present.seek(address // _PAGE * 8)
    # The highest of the 64 bits of a page says so (proc_pid_pagemap(5)).
    return sum(entry >> 63 for entry in array("Q", present.read(_SIZE // _PAGE * 8))) * 2 * _PAGE >= _SIZE


def _wholes(mappings: list[str]) -> Iterator[int]:
    """Where a large page fits into what is private, writable and of no file."""
    for line in mappings:
        if found := _MAPPING.match(line):
            start, end = int(found["start"], 16), int(found["end"], 16)
            yield from range(-(-start // _SIZE) * _SIZE, end // _SIZE * _SIZE, _SIZE)
