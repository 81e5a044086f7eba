"""The script that runs a command with the variables of the services."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
GIVEN = """# a comment
; another one

ESSAIM_SECRET_KEY="a b'c"
ESSAIM_EMAIL_FROM=Essaim <essaim@example.org>
ESSAIM_DATA_DIR='/var/lib/essaim'
ESSAIM_EMAIL_URL=smtp://essaim:pa$$=w"rd@mail.example.org:587?tls=starttls
DATABASE_URL=postgresql://last/without?end=yes"""


def test_variables_are_read_as_systemd_reads_them(tmp_path: Path) -> None:
    for name in ("deploy", "bin", "fake"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "deploy/essaim", tmp_path / "deploy/essaim")
    shown = tmp_path / "bin/essaim"
    shown.write_text('#!/bin/sh\necho "$@"; env\n')
    # As root it becomes the other user first; who runs the tests has perhaps no such user.
    become = tmp_path / "fake/runuser"
    become.write_text('#!/bin/sh\nshift 3\nexec "$@"\n')
    for script in (shown, become):
        script.chmod(0o755)
    (tmp_path / "environment").write_text(GIVEN)
    answer = subprocess.run(
        [tmp_path / "deploy/essaim", "doctor", "--json"], capture_output=True, text=True, check=True,
        env={"PATH": f"{tmp_path / 'fake'}:{os.environ['PATH']}", "ESSAIM_ENVIRONMENT": str(tmp_path / "environment")},
    )  # fmt: skip
    asked, *lines = answer.stdout.splitlines()
    assert asked == "doctor --json"
    assert {line for line in lines if line.startswith(("ESSAIM_", "DATABASE_")) and "ENVIRONMENT" not in line} == {
        "ESSAIM_SECRET_KEY=a b'c",
        "ESSAIM_EMAIL_FROM=Essaim <essaim@example.org>",
        "ESSAIM_DATA_DIR=/var/lib/essaim",
        'ESSAIM_EMAIL_URL=smtp://essaim:pa$$=w"rd@mail.example.org:587?tls=starttls',
        "DATABASE_URL=postgresql://last/without?end=yes",
    }
