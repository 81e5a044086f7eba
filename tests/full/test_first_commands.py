"""The commands of the README on a machine where nothing was served yet."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.full


@pytest.fixture
def essaim() -> Iterator[Run]:
    """``essaim("people", "import", FILE)`` in an empty data folder."""
    with tempfile.TemporaryDirectory(prefix="essaim-empty-") as name:
        Path(name).chmod(0o755)
        given = {key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_", "DATABASE_URL"))}
        environment = given | {"ESSAIM_DATA_DIR": name, "PYTHONPATH": str(ROOT / "src"), "LANG": "en"}

        def run(*words: str) -> "subprocess.CompletedProcess[str]":
            command = [sys.executable, "-m", "essaim.config.cli", *words]
            return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)

        yield run


def test_people_come_before_anything_is_served(essaim: Run) -> None:
    imported = essaim("people", "import", "demo/people.csv")
    assert imported.returncode == 0, imported.stderr
    assert "240 created" in imported.stdout
    entered = essaim("sign-in-link", "B0114")
    assert entered.returncode == 0, entered.stderr
    assert "/people/account/links/" in entered.stdout


def test_the_first_commands_may_come_at_once(essaim: Run) -> None:
    with ThreadPoolExecutor() as at_once:
        done = list(at_once.map(lambda _: essaim("people", "import", "demo/people.csv", "--dry-run"), range(2)))
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]


def test_an_error_is_one_line(essaim: Run) -> None:
    for words in (["sign-in-link", "personne"], ["people", "import", "nowhere.csv"], ["worker"]):
        refused = essaim(*words)
        assert refused.returncode == 1
        assert refused.stderr.splitlines()[-1].startswith("essaim: ")
        assert "Traceback" not in refused.stderr
