"""How much memory the embedded PostgreSQL may take."""

import os
from pathlib import Path

_MEBIBYTE = 1024 * 1024
_GROUP = Path("/sys/fs/cgroup/memory.max")


def memory_settings() -> dict[str, str]:
    """A quarter of what there is for its own pages, as PostgreSQL's manual advises for a server (chapter 19.4), 4 GB at most: what
    is touched is taken, the rest is not. Without them each page that a search reads is asked of the system."""
    total = available() // _MEBIBYTE
    own = min(max(total // 4, 128), 4096)
    return {"shared_buffers": f"{own}MB", "effective_cache_size": f"{max(total // 2, own)}MB"}


def available(group: Path = _GROUP) -> int:
    """The memory of the machine, or of the container if it may use less, in bytes."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(group.read_text()))
    except (OSError, ValueError):  # no such limit, or "max"
        return machine
