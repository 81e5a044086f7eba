"""The doctor finds what is wrong, and says what to do."""

import http.server
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.db import connection

from essaim.config.backup import seal
from essaim.config.doctor import backups, database, examination, examine, jobs, machine, outside, variables
from essaim.config.models import Backup
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.inbound import receiving


def test_secrets(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECRET_KEY_GIVEN = ""
    assert "is not set" in variables.secret()
    settings.SECRET_KEY_GIVEN = "short"
    assert "too short" in variables.secret()
    settings.SECRET_KEY_GIVEN = "ab" * 30
    assert "repeats" in variables.secret()
    monkeypatch.setenv("ESSAIM_DATA_DIR", str(tmp_path))
    settings.SECRET_KEY_GIVEN = "0123456789abcdefghijklmnopqrstuvwxyz"
    assert variables.secret() == ""
    (tmp_path / "demo-secret").write_text(settings.SECRET_KEY_GIVEN)
    assert "the demo's" in variables.secret()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://essaim.example.org", ""),
        ("http://essaim.example.org", "without https"),
        ("http://127.0.0.1:8000", "lead nowhere"),
        ("http://localhost:8000", "lead nowhere"),
        ("essaim.example.org", "must look like"),
        ("https://example.org/essaim", "at the root"),
        ("https://essaim.example.org:44a", "must look like"),
        ("https://essaim..example.org", "must look like"),
        ("https://[essaim.example.org", "must look like"),
    ],
)
def test_addresses(settings: Any, address: str, words: str) -> None:
    settings.BASE_URL = address
    found = variables.address()
    assert words in found and bool(words) == bool(found)


@pytest.mark.parametrize(
    "address", ["https://essaim.example.org:44a", "https://essaim..example.org", "https://[essaim.example.org"]
)
def test_no_address_stops_the_doctor(settings: Any, db: None, smtp: Any, address: str) -> None:
    settings.BASE_URL = address
    settings.EMAIL_HOST_PASSWORD = "clé"
    found = {finding.what: finding.problem for finding in examine()}
    assert list(found) == [what for what, _look in examination.LOOKS]
    assert "must look like" in found["address"]
    assert "accent" in found["mail"]


def test_a_look_that_fails_is_a_finding(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [("mail", lambda: str(1 // 0)), ("sender", lambda: "")]
    monkeypatch.setattr(examination, "LOOKS", looks)
    assert [(finding.what, bool(finding.problem)) for finding in examine()] == [("mail", True), ("sender", False)]


@pytest.fixture
def unknown_authority(tmp_path: Path) -> Iterator[int]:
    """The port of a site whose certificate nobody here knows."""
    key, name = Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(clock.now()).not_valid_after(clock.now() + timedelta(days=1))
    file = tmp_path / "site.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.sign(key, None).public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_certificate_that_nobody_knows_is_called_one(
    settings: Any, unknown_authority: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "is_local", lambda host: False)
    settings.BASE_URL = f"https://localhost:{unknown_authority}"
    assert "the certificate of localhost is not accepted" in outside.site()
    settings.BASE_URL = "https://localhost:1"
    assert "cannot be reached" in outside.site()


def test_sender(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Essaim <essaim@127.0.0.1>"
    assert "ESSAIM_EMAIL_FROM" in variables.sender()
    settings.DEFAULT_FROM_EMAIL = "Essaim <essaim@example.org>"
    assert variables.sender() == ""


@pytest.mark.django_db
def test_answers_by_mail(settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    assert outside.answers() == ""
    settings.MAIL_DOMAIN = "https://reply.example.org"
    assert "must be a domain" in outside.answers()
    settings.MAIL_DOMAIN = "reply.example.org"
    assert "nobody receives" in outside.answers()
    receiving.say_alive()
    assert outside.answers() == ""


class _Users:
    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
def smtp(settings: Any) -> Any:
    server = Controller(object(), port=0, hostname="127.0.0.1", authenticator=_Users(), auth_require_tls=False)
    # Port 0: ask for a free one first, aiosmtpd knocks at the number it was given.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "essaim", "right"
    yield server
    server.stop()


def test_mail(smtp: Any, settings: Any) -> None:
    assert outside.mail() == ""
    settings.EMAIL_HOST_PASSWORD = "wrong"
    assert "does not accept this user" in outside.mail()
    settings.EMAIL_USE_TLS = True
    assert "does not offer" in outside.mail()
    settings.EMAIL_USE_TLS, settings.EMAIL_PORT = False, 1
    assert "does not answer" in outside.mail()
    settings.EMAIL_HOST = "mail.example.org"
    assert "in clear" in outside.mail()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "reach nobody" in outside.mail()


def test_jobs(db: None) -> None:
    assert "no worker is running" in jobs.worker()
    assert jobs.queue() == jobs.failed() == ""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) VALUES"
            " ('mails', 'late', '{}', now() - interval '6 minutes'), ('mails', 'later', '{}', now() + interval '1 day')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('events', 'fails', '{}') RETURNING id"
        )
        (fails,) = cursor.fetchone()
    assert jobs.worker() == ""
    assert jobs.queue().startswith("1 jobs have waited")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [fails])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [fails])
    assert jobs.failed().startswith("1 jobs failed")


def test_the_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.server() == database.clock() == database.migrations() == database.half_restored() == ""
    # The tests' own server does without.
    assert database.durability().startswith("fsync, full_page_writes")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert "disagree on the time by 36" in database.clock() or "disagree on the time by 35" in database.clock()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'config'")
        cursor.execute("CREATE TABLE essaim_restore_under_way (folder text)")
    assert "bin/essaim prepare" in database.migrations()
    assert "restore" in database.half_restored()


def test_backup_key(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, public = seal.new_key()
    for given in ("", secret, public):
        monkeypatch.setenv("ESSAIM_BACKUP_KEY", given)
        assert backups.key() == ""
    monkeypatch.setenv("ESSAIM_BACKUP_KEY", "abc")
    found = dict(examination.LOOKS)["backup key"]()
    assert "ESSAIM_BACKUP_KEY" in found and "bin/essaim backup-key FILE" in found


def test_backups(db: None) -> None:
    assert "no backup was ever made" in backups.last()
    made = {"place": "/x", "size": 1, "rows": 1, "files": 0, "seconds": 1.0, "encrypted": True}
    Backup.objects.create(made_at=clock.now() - timedelta(days=9), **made)
    assert "9 days old" in backups.last()
    Backup.objects.create(made_at=clock.now() - timedelta(hours=9), **made)
    assert backups.last() == ""


def test_the_machine(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path, tmp_path / "media", tmp_path / "static"
    assert machine.data_folder() == ""
    settings.MEDIA_ROOT.mkdir()
    settings.MEDIA_ROOT.chmod(0o777)
    assert "chmod o-w" in machine.data_folder()
    settings.MEDIA_ROOT.chmod(0o755)
    assert machine.data_folder() == ""
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    settings.ATTACHMENTS_ROOT.mkdir()
    settings.ATTACHMENTS_ROOT.chmod(0o777)
    assert f"chmod o-w {settings.ATTACHMENTS_ROOT}" in machine.data_folder()
    monkeypatch.setattr(machine, "LEAST", 2**60)
    assert "make room" in machine.disk()
    assert "bin/essaim prepare" in machine.static_files()
    settings.DATA_DIR = tmp_path / "nowhere"
    assert "no folder" in machine.data_folder()


def test_the_command_speaks_to_people_and_to_programs(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="to mend"):
        call_command("doctor")
    assert "✓ migrations" in capsys.readouterr().out
    with pytest.raises(Refused):
        call_command("doctor", json=True)
    found = json.loads(capsys.readouterr().out)
    assert {"what": "migrations", "ok": True, "problem": ""} in found
    assert [line["what"] for line in found] == [finding.what for finding in examine()]
