"""A backup holds every row and every file; a restore brings all of it back, or says why not and touches nothing."""

import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyrage
import pytest
from tests import servers

from essaim.config.backup import archive, files, make, restore, seal, state
from essaim.kernel.errors import Refused

from .lived_in import TABLES

MAIL_PASSWORD = "a-password-of-the-mail-server"
# The folders of an installation whose files are nowhere else. Written down here: what is kept must not forget one.
KEPT = ("media", "attachments")


@dataclasses.dataclass
class Source:
    """An installation that people have used, with content and files, and its backup, sealed and plain."""

    url: str
    folder: Path
    sealed: Path
    plain: Path
    key: Path
    rows: dict[str, list[str]]
    said: str


@pytest.fixture(scope="module")
def source(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    folder = tmp_path_factory.mktemp("source")
    with servers.database(migrated=True) as url:
        env = servers.environment(
            DATABASE_URL=url, ESSAIM_DATA_DIR=str(folder), ESSAIM_BASE_URL="https://essaim.example",
            ESSAIM_EMAIL_URL=f"smtp://essaim:{MAIL_PASSWORD}@mail.example",
        )  # fmt: skip
        for words in (
            ["people", "import", "demo/people.csv"],
            ["organisation", "import", "demo/organisation.yaml"],
            ["content", "import", "starter/fr"],
        ):
            done = servers.essaim(*words, env=env)
            assert done.returncode == 0, done.stdout
        lived_in = [sys.executable, "-m", "essaim.config.tests.lived_in"]
        subprocess.run(
            lived_in, env=env | {"DJANGO_SETTINGS_MODULE": "essaim.config.settings.base"}, cwd=servers.ROOT, check=True
        )
        with psycopg.connect(url) as database:
            database.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('events', 'journal.consume', %s)",
                [json.dumps({"words": "é\n\t\\N \"'"})],
            )
        (folder / "media" / "images").mkdir(parents=True)
        (folder / "media" / "images" / "grande image.png").write_bytes(os.urandom(3_000_000))
        (folder / "media" / "été.txt").write_text("bonjour")
        (folder / "media" / "vide").touch()
        key, sealed, plain = folder / "key", folder / "one.tar.age", folder / "two.tar"
        assert servers.essaim("backup-key", str(key), env=env).returncode == 0
        rows = servers.rows(url)
        done = servers.essaim("backup", str(sealed), "--key-file", str(key), env=env)
        assert done.returncode == 0, done.stdout
        assert servers.essaim("backup", str(plain), env=env).returncode == 0
        yield Source(url, folder, sealed, plain, key, rows, done.stdout)


@pytest.mark.full
def test_every_row_and_file_comes_back(source: Source, tmp_path: Path) -> None:
    with servers.database(migrated=False) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path))
        done = servers.essaim("restore", str(source.sealed), "--key-file", str(source.key), env=env)
        assert done.returncode == 0, done.stdout
        restored = servers.rows(url)
        assert sorted(restored) == sorted(source.rows)
        for name, rows in source.rows.items():
            assert restored[name] == rows, name
        assert len(restored["people_member"]) == 240
        assert all(restored[name] for name in TABLES)
        assert servers.sequences(url) == servers.sequences(source.url) | {"config_backup_id_seq": None}
        for name in KEPT:
            kept = servers.files(source.folder / name)
            assert kept and servers.files(tmp_path / name) == kept, name
        # What must be set by hand is said; where it is known, with its value.
        assert "ESSAIM_BASE_URL=https://essaim.example" in done.stdout
        assert "ESSAIM_EMAIL_URL=…" in done.stdout

        again = servers.essaim("restore", str(source.plain), env=env)
        assert again.returncode == 1
        assert "already holds 240 people" in again.stdout
        assert servers.rows(url) == restored


@pytest.mark.full
def test_the_file_is_private_and_holds_no_secret(source: Source) -> None:
    assert source.sealed.stat().st_mode & 0o777 == 0o600
    assert source.key.stat().st_mode & 0o777 == 0o600
    assert source.sealed.read_bytes().startswith(seal.MAGIC)
    with tarfile.open(source.plain) as tar:
        head = tar.extractfile("essaim.json")
        assert head
        text = head.read().decode()
    assert servers.SECRET not in text and MAIL_PASSWORD not in text
    assert json.loads(text)["settings"]["set"] == ["DATABASE_URL", "ESSAIM_EMAIL_URL", "ESSAIM_SECRET_KEY"]
    assert not [path for name in KEPT for path in (source.folder / name).glob(".backup-*")]


@pytest.mark.full
def test_a_backup_is_remembered(source: Source) -> None:
    with psycopg.connect(source.url) as database:
        found = database.execute("SELECT place, encrypted, files FROM config_backup ORDER BY id").fetchall()
    count = sum(len(servers.files(source.folder / name)) for name in KEPT)
    assert count > 5
    assert found == [(str(source.sealed), True, count), (str(source.plain), False, count)]


@pytest.mark.full
def test_another_key_opens_nothing(source: Source, tmp_path: Path) -> None:
    other, _public = seal.new_key()
    with pytest.raises(Refused, match="another key"):
        restore.check(path=source.sealed, key=other)
    with pytest.raises(Refused, match="encrypted: give its secret key"):
        restore.check(path=source.sealed, key=None)
    public = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(Refused, match="the secret half"):
        restore.check(path=source.sealed, key=public)
    with pytest.raises(Refused, match="no key for backups"):
        seal.recipients("bonjour")


def test_the_public_half_is_enough_to_make_one(tmp_path: Path) -> None:
    secret, public = seal.new_key()
    path = tmp_path / "sealed"
    with open(path, "wb") as file, seal.sealing(file, public) as stream:
        stream.write(b"x" * 3_000_000)
    with open(path, "rb") as file, seal.opening(file, secret) as stream:
        assert stream.read() == b"x" * 3_000_000


@pytest.mark.full
@pytest.mark.parametrize("name", ["sealed", "plain"])
def test_a_file_cut_anywhere_is_refused(source: Source, name: str, tmp_path: Path) -> None:
    whole: bytes = getattr(source, name).read_bytes()
    key = source.key.read_text()
    cut = tmp_path / "cut"
    for length in [0, 10, 600, 5000, len(whole) // 3, len(whole) // 2, len(whole) - 12_000, len(whole) - 200]:
        cut.write_bytes(whole[:length])
        try:
            restore.check(path=cut, key=key)
        except Refused:
            continue
        # A tar archive ends with empty blocks: without some of them nothing is missing.
        assert name == "plain" and not whole[length:].strip(b"\0"), length


@pytest.mark.full
@pytest.mark.parametrize("name", ["sealed", "plain"])
def test_a_changed_byte_is_found(source: Source, name: str, tmp_path: Path) -> None:
    whole = bytearray(getattr(source, name).read_bytes())
    changed = tmp_path / "changed"
    for position in [3, len(whole) // 4, len(whole) // 2, len(whole) * 3 // 4]:
        other = bytearray(whole)
        other[position] ^= 1
        changed.write_bytes(other)
        with pytest.raises(Refused):
            restore.check(path=changed, key=source.key.read_text())


@pytest.mark.full
def test_nothing_is_touched_by_a_damaged_backup(source: Source, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(source.plain.read_bytes()[:1_000_000])
    with servers.database(migrated=False) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path / "data"))
        done = servers.essaim("restore", str(cut), env=env)
        assert done.returncode == 1
        assert "cut short" in done.stdout
        assert servers.rows(url) == {}
    assert not (tmp_path / "data" / "media").exists()


def test_a_newer_version_is_named(db: None) -> None:
    with pytest.raises(Refused, match=r"newer version, Essaim 9\.1 .*people\.0099_later"):
        state.targets([("people", "0099_later")], "9.1")


def test_a_stranger_is_no_backup(tmp_path: Path) -> None:
    for content in (b"", b"bonjour" * 1000):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(Refused, match="no backup of Essaim"):
            restore.check(path=path, key=None)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo("essaim.json")
        data = json.dumps({"format": archive.FORMAT + 1, "essaim": "9.0"}).encode()
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(buffer.getvalue())
    with pytest.raises(Refused, match=r"Essaim 9\.0: a newer version reads it"):
        restore.check(path=path, key=None)


@pytest.mark.parametrize("path", ["media/../../etc/passwd", "other/a", "media/", "media//etc/passwd"])
def test_no_file_lands_outside_its_folder(path: str) -> None:
    with pytest.raises(Refused, match="no folder of ours"):
        files.target(path)


def test_a_file_deleted_meanwhile_is_still_in_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    held = files.Held(tmp_path)
    held.look()
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_text("b")
    held.look()
    assert [(name, path.read_text()) for name, path in held.files()] == [("a", "a"), ("b", "b")]
    held.let_go()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def _killed(work: str, folder: Path) -> None:
    """Does some work of a backup in another process, which is killed in the middle of it."""
    script = (
        f"import os, signal; from pathlib import Path; from essaim.config.backup import files; folder = Path({str(folder)!r})"
    )
    ended = subprocess.run([sys.executable, "-c", f"{script}\n{work}\nos.kill(os.getpid(), signal.SIGKILL)"], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_what_a_killed_backup_held_goes_with_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    _killed("files.Held(folder).look()", tmp_path)
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_text("b")
    (old,) = tmp_path.glob(".backup-*")
    running, unlocked, ancient = files.Held(tmp_path), tmp_path / ".backup-12", tmp_path / ".backup-13"
    running.look()
    for folder in (unlocked, ancient):
        folder.mkdir()
    os.utime(ancient, (1, 1))
    files.sweep(tmp_path)
    assert not old.exists() and not ancient.exists() and unlocked.exists()
    assert [name for name, _path in running.files()] == ["b"]
    running.let_go()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".backup-12", "b"]


def test_what_a_killed_backup_was_writing_goes_with_the_next_one(tmp_path: Path) -> None:
    dead, alive = (tmp_path / f".essaim-2026110{day}T030000Z.tar.age.partial" for day in (1, 2))
    _killed(f"file = open(folder / {dead.name!r}, 'wb'); files.lock(file.fileno())", tmp_path)
    with open(alive, "wb") as file:
        files.lock(file.fileno())
        make._remove_abandoned(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [alive.name]


def test_a_backup_replaces_nothing_and_old_ones_go(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="already there"):
        make.place(Path(__file__), encrypted=False)
    with pytest.raises(Refused, match="there is no folder"):
        make.place(tmp_path / "nowhere" / "one", encrypted=False)
    for day in (1, 2, 3):
        (tmp_path / f"essaim-2026110{day}T030000Z.tar.age").touch()
    (tmp_path / "other.tar").touch()
    assert [path.name for path in make.forget_older(tmp_path, 2)] == ["essaim-20261101T030000Z.tar.age"]
    assert (tmp_path / "other.tar").exists()
