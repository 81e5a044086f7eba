"""Where an installation keeps its data."""

import os
from pathlib import Path


def data_dir() -> Path:
    """The folder of one installation: database, media, and what the demo invents for itself.

    ``ESSAIM_DATA_DIR`` decides. Without it root gets ``/var/lib/essaim``, because PostgreSQL then runs as a system
    user who cannot enter root's home; everybody else gets their own ``~/.local/share/essaim``.
    """
    if chosen := os.environ.get("ESSAIM_DATA_DIR"):
        return Path(chosen).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/essaim")
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "essaim"
