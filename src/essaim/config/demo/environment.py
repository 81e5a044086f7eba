"""What the demo invents for itself, and only the demo: a secret of its own, kept in its data folder."""

import os
import secrets

from essaim.config import paths


def secret() -> str:
    """The demo's own secret in this data folder, or nothing where no demo was made."""
    file = paths.data_dir() / "demo-secret"
    return file.read_text().strip() if file.exists() else ""


def address() -> str:
    """Where the demo in this data folder was served last, or nothing where no demo was made."""
    file = paths.data_dir() / "demo-address"
    return file.read_text().strip() if file.exists() else ""


def prepare(*, serving: bool) -> None:
    """Sets the variables that a production must set by hand, before the settings are read.

    Parameters:
        serving: the demo is about to be served: other commands in this data folder will say its address.
    """
    folder = paths.data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "demo-secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    os.environ["ESSAIM_DEMO"] = "1"
    os.environ.setdefault("ESSAIM_SECRET_KEY", secret())
    here = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    os.environ.setdefault("ESSAIM_BASE_URL", here if serving else address() or here)
    if serving:
        (folder / "demo-address").write_text(os.environ["ESSAIM_BASE_URL"])
