"""The system account that runs PostgreSQL when we are root, since PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

NAME = "essaim"


def current() -> pwd.struct_passwd | None:
    """The account to run PostgreSQL under, made if needed, or None when we are not root and need no other."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    if not shutil.which("useradd"):
        raise OSError(f"no system account “{NAME}” and no useradd to make it: create the account, or run as an ordinary user")
    subprocess.run(
        [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/bin/false",
            NAME,
        ],
        check=True,
    )
    return pwd.getpwnam(NAME)


def can_enter(path: Path) -> bool:
    """Whether any account may walk down to ``path`` and read there; we never change a mode to make it so."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents] if folder.exists())
