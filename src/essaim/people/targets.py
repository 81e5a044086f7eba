"""Where a link or a form may send somebody afterwards: to a path of ours, and nowhere else."""

from django.utils.http import url_has_allowed_host_and_scheme

MAX_LENGTH = 500


def local_path(value: str | None) -> str:
    """``value`` when it is a path of this site, else the empty string."""
    path = (value or "").strip()
    plain = path.startswith("/") and path.isprintable() and "\\" not in path and len(path) <= MAX_LENGTH
    # Without allowed hosts, only what stays on this one passes: neither //elsewhere nor https://elsewhere.
    return path if plain and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
