"""An installation with a PostgreSQL of its own is backed up and restored into another one by the commands of the README alone."""

import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from essaim.config.embedded import Embedded
from tests import servers

pytestmark = pytest.mark.full


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to the account that runs PostgreSQL, as pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="essaim-embedded-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The address of the installation's own server while it is held."""
    server = Embedded(data / "postgres")
    server.acquire()
    try:
        yield server.url()
    finally:
        server.release()


def test_from_one_embedded_server_into_another(folder: Path) -> None:
    here, there = (servers.environment(ESSAIM_DATA_DIR=str(folder / name)) for name in ("here", "there"))
    for path in (folder / "here", folder / "there"):
        path.mkdir(mode=0o755)
    done = servers.essaim("people", "import", "demo/people.csv", env=here)
    assert done.returncode == 0, done.stdout
    for name in ("media", "attachments"):
        (folder / "here" / name / "aa").mkdir(parents=True)
        (folder / "here" / name / "aa" / "fichier").write_bytes(name.encode() * 1000)
    with running(folder / "here") as url:
        before, counters = servers.rows(url), servers.sequences(url)
    done = servers.essaim("backup", str(folder / "one.tar"), env=here)
    assert done.returncode == 0, done.stdout
    done = servers.essaim("restore", str(folder / "one.tar"), env=there)
    assert done.returncode == 0, done.stdout
    with running(folder / "there") as url:
        assert servers.rows(url) == before
        assert servers.sequences(url) == counters
    for name in ("media", "attachments"):
        assert servers.files(folder / "there" / name) == servers.files(folder / "here" / name) != {}
    # And what was restored is one like any other: whoever was in it comes in.
    entered = servers.essaim("sign-in-link", "B0114", env=there)
    assert entered.returncode == 0 and "/people/account/links/" in entered.stdout, entered.stdout
    with tarfile.open(folder / "one.tar") as tar:
        head = tar.extractfile("essaim.json")
        assert head and "DATABASE_URL" not in json.load(head)["settings"]["set"]
