"""The settings that a backup carries, so that the next machine can be set up alike: never a secret."""

import os
from typing import Any

# Values that may be read by whoever reads the backup; of all others only the fact that they were set is kept.
OPEN = {
    "ESSAIM_BASE_URL", "ESSAIM_EMAIL_FROM", "ESSAIM_DATA_DIR", "ESSAIM_DEMO", "PORT",
    "ESSAIM_MAIL_DOMAIN", "ESSAIM_ATTACHMENT_MB",
    "ESSAIM_OIDC_ISSUER", "ESSAIM_OIDC_CLIENT_ID", "ESSAIM_OIDC_NAME", "ESSAIM_OIDC_SCOPES",
}  # fmt: skip


def without_secrets() -> dict[str, Any]:
    """``{"values": {name: value}, "set": [names whose values stay where they are]}``"""
    names = [name for name in os.environ if name.startswith("ESSAIM_") or name in ("DATABASE_URL", "PORT")]
    return {
        "values": {name: os.environ[name] for name in sorted(names) if name in OPEN},
        "set": sorted(name for name in names if name not in OPEN),
    }


def to_set_again(recorded: dict[str, Any]) -> list[str]:
    """Lines that say which settings of the backed-up installation are missing or different here."""
    lines = [
        f"{name}={value}"
        for name, value in recorded.get("values", {}).items()
        if name not in ("ESSAIM_DATA_DIR", "PORT", "ESSAIM_DEMO") and os.environ.get(name) != value
    ]
    kept_back = [name for name in recorded.get("set", []) if name != "DATABASE_URL" and not os.environ.get(name)]
    lines += [f"{name}=… (not in the backup)" for name in kept_back]
    return lines
