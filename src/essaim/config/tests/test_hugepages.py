"""Memory in large pages: the same values, fewer addresses."""

import platform
import re
import subprocess
import sys
from pathlib import Path

from essaim.config.hugepages import _wholes

_MEGABYTES = 2 * 1024 * 1024

# A process of its own: what pytest holds need not move.
_PROGRAM = """
from pathlib import Path
from essaim.config.hugepages import gather
values = [str(n) * 20 for n in range(400_000)]
moved = gather()
assert values == [str(n) * 20 for n in range(400_000)]
print(moved, Path("/proc/self/smaps_rollup").read_text())
"""


def test_what_moves_stays_the_same_and_lies_in_large_pages() -> None:
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60).stdout
    moved = int(said.split()[0])
    huge = re.search(r"AnonHugePages: +(\d+) kB", said)
    version = tuple(int(part) for part in re.findall(r"\d+", platform.release())[:2])
    if version < (6, 1) or not Path("/sys/kernel/mm/transparent_hugepage").exists():
        assert moved == 0
    else:
        assert moved and huge and moved * 2048 <= int(huge[1])


def test_only_memory_of_no_file_that_a_large_page_fits_into_is_moved() -> None:
    mappings = [
        f"{_MEGABYTES * 3 + 4096:x}-{_MEGABYTES * 6 + 4096:x} rw-p 00000000 00:00 0 ",
        f"{_MEGABYTES * 8:x}-{_MEGABYTES * 9:x} rw-p 00000000 00:00 0                          [heap]",
        f"{_MEGABYTES * 10:x}-{_MEGABYTES * 12:x} r-xp 00000000 fe:00 260811   /usr/bin/python3.11",
        f"{_MEGABYTES * 12:x}-{_MEGABYTES * 14:x} rw-p 00000000 fe:00 260811   /var/lib/data",
        f"{_MEGABYTES * 14:x}-{_MEGABYTES * 15 - 4096:x} rw-p 00000000 00:00 0 ",
        f"{_MEGABYTES * 16:x}-{_MEGABYTES * 18:x} rw-p 00000000 00:00 0    [stack]",
    ]
    assert [address // _MEGABYTES for address in _wholes(mappings)] == [4, 5, 8]
