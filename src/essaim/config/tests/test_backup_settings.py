"""What a backup says of the settings: what is no secret with its value, of the others that they were set."""

import os

import pytest

from essaim.config.backup import configuration

PLAIN = {
    "ESSAIM_BASE_URL": "https://essaim.example",
    "ESSAIM_EMAIL_FROM": "Essaim <essaim@essaim.example>",
    "ESSAIM_MAIL_DOMAIN": "reply.essaim.example",
    "ESSAIM_ATTACHMENT_MB": "40",
    "ESSAIM_OIDC_ISSUER": "https://id.example/realms/b",
    "ESSAIM_OIDC_CLIENT_ID": "essaim",
    "ESSAIM_OIDC_NAME": "Maison Brindel",
    "ESSAIM_OIDC_SCOPES": "openid profile email groups",
}
SECRET = [
    "DATABASE_URL", "ESSAIM_BACKUP_KEY", "ESSAIM_EMAIL_URL", "ESSAIM_METRICS_TOKEN", "ESSAIM_OIDC_CLIENT_SECRET",
    "ESSAIM_SECRET_KEY", "ESSAIM_SOMETHING_NEW",
]  # fmt: skip


def test_what_is_no_secret_is_kept_and_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ESSAIM_") or name in ("DATABASE_URL", "PORT")]:
        monkeypatch.delenv(name)
    for name, value in (PLAIN | dict.fromkeys(SECRET, "geheim")).items():
        monkeypatch.setenv(name, value)
    kept = configuration.without_secrets()
    assert kept == {"values": PLAIN, "set": SECRET}
    assert configuration.to_set_again(kept) == []
    for name in [*PLAIN, *SECRET]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ESSAIM_OIDC_NAME", "Autre")
    lines = configuration.to_set_again(kept)
    assert lines == [f"{name}={value}" for name, value in sorted(PLAIN.items())] + [
        f"{name}=… (not in the backup)" for name in SECRET if name != "DATABASE_URL"
    ]
    assert "geheim" not in str(lines)
