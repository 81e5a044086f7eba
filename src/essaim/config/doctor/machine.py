"""The folder and the disk of the installation."""

import os
import shutil
import stat

from django.conf import settings

LEAST = 2 * 2**30  # bytes
LEAST_SHARE = 0.05


def data_folder() -> str:
    if not settings.DATA_DIR.exists():
        return f"there is no folder {settings.DATA_DIR} yet: make it, or set ESSAIM_DATA_DIR"
    for path in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.ATTACHMENTS_ROOT, settings.STATIC_ROOT):
        if not path.exists():
            continue
        if not os.access(path, os.W_OK | os.X_OK):
            return f"{path} cannot be written by this user: chown it to the one who runs Essaim, and run commands as that one"
        if path.stat().st_mode & stat.S_IWOTH:
            return f"everybody on this machine can write to {path}: chmod o-w {path}"
    return ""


def disk() -> str:
    folder = settings.DATA_DIR if settings.DATA_DIR.exists() else "/"
    usage = shutil.disk_usage(folder)
    if usage.free >= LEAST and usage.free >= usage.total * LEAST_SHARE:
        return ""
    return f"{usage.free / 2**30:.1f} GiB of {usage.total / 2**30:.0f} are left on the disk of {folder}: make room, PostgreSQL stops on a full disk"


def static_files() -> str:
    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return ""
    return "static files were not collected: run  bin/essaim prepare  (bin/essaim serve does it too)"
