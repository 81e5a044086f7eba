"""What a web process does once it has loaded its application."""

import gc

from .hugepages import gather_as_it_grows


def settle() -> None:
    """A million objects live as long as the process: the collector need not look at them with every request, and they lie in
    large pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gather_as_it_grows()
