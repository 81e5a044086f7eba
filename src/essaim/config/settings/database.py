"""Where the database is: the company's own PostgreSQL when DATABASE_URL says so, else the embedded one."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from essaim.config import paths
from essaim.config.embedded import Embedded


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def embedded() -> Embedded:
    """The installation's own cluster, not yet started."""
    return Embedded(paths.data_dir() / "postgres")


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or embedded().url()


def databases() -> dict[str, Any]:
    """Django's DATABASES from one URL, ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(database_url())
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}:// — PostgreSQL 15 or newer is needed"
        )
    return {
        "default": {
            "ENGINE": "essaim.config.postgres",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            **_address(parts.netloc.rpartition("@")[2]),
            # Pooled: CONN_MAX_AGE leaks connections when the web server retires its threads.
            # Prepared statements need binding on the server; one without the other is slower than neither.
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": 6, "timeout": 10},
                "server_side_binding": True,
                "prepare_threshold": 3,
                **dict(parse_qsl(parts.query)),
            },
        }
    }


def _address(host: str) -> dict[str, str]:
    """Host and port of a URL; an escaped path (``%2Frun%2Fpostgresql``) is the folder of a unix socket."""
    if host.lower().startswith("%2f"):
        return {"HOST": unquote(host), "PORT": ""}
    name, _, port = host.rpartition(":") if ":" in host.rpartition("]")[2] else (host, "", "")
    return {"HOST": name.strip("[]"), "PORT": port}
