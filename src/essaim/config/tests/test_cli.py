"""What the command line says of itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from essaim.config import cli


def test_a_group_of_commands_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["people", "--help"]) == 0
    told = capsys.readouterr().out
    assert "people import" in told and "content import" not in told


@pytest.mark.parametrize(
    ("typed", "meant"), [("serv", "serve"), ("sign-in-lnik", "sign-in-link"), ("peple import", "people import")]
)
def test_a_misspelled_command_is_guessed(typed: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(typed.split()) == 2
    assert f"did you mean {meant}" in capsys.readouterr().err


NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def _told(*words: str, folder: Path, **more: str) -> str:
    given = {key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_", "PORT"))}
    environment = given | {"ESSAIM_DATA_DIR": str(folder), "PYTHONPATH": "src"} | more
    command = [sys.executable, *words]
    return subprocess.run(command, env=environment, cwd=settings.PROJECT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ESSAIM_ATTACHMENT_MB", "25MB", "ESSAIM_ATTACHMENT_MB is 25MB: write a whole number"),
        ("ESSAIM_EMAIL_URL", "smtp://u:pa#ss@host:587", "%23 for #"),
        ("ESSAIM_EMAIL_URL", "smtp://u:secret[@host:587", "%5B"),
        ("PORT", "http", "PORT is http: write a whole number"),
    ],
)
def test_a_variable_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        _told(
            "-m",
            "essaim.config.cli",
            "serve" if name == "PORT" else "doctor",
            folder=tmp_path,
            **{name: value},
            DATABASE_URL=NOWHERE,
        )
    assert failed.value.returncode == 1
    (line,) = failed.value.stderr.splitlines()
    assert words in line and "secret" not in line


def test_an_empty_variable_is_as_if_it_were_not_set(tmp_path: Path) -> None:
    asked = "from essaim.config.settings.base import ATTACHMENT_MOST_BYTES; print(ATTACHMENT_MOST_BYTES)"
    assert _told("-c", asked, folder=tmp_path, ESSAIM_ATTACHMENT_MB="").strip() == str(25 * 1024 * 1024)


def test_help_speaks_of_the_command_alone(tmp_path: Path) -> None:
    told = _told("-m", "essaim.config.cli", "serve", "--help", folder=tmp_path)
    assert "--settings" not in told
    assert "port to listen at" in told and "address to listen at" in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("people import", "the following arguments are required: FILE"),
        ("people import people.csv --dryrun", "unrecognized arguments: --dryrun"),
        ("sign-in-link", "EMAIL"),
        ("generate --members many", "invalid int value: 'many'"),
    ],
)
def test_what_is_mistyped_is_told_before_anything_is_made(tmp_path: Path, typed: str, words: str) -> None:
    """No server, no cluster and no tables: the folder of the installation stays as it was, empty."""
    with pytest.raises(subprocess.CalledProcessError) as failed:
        _told("-m", "essaim.config.cli", *typed.split(), folder=tmp_path, DATABASE_URL="")
    assert failed.value.returncode == 2
    assert words in failed.value.stderr
    assert list(tmp_path.iterdir()) == []


def test_commands_say_the_address_at_which_the_demo_was_served(tmp_path: Path) -> None:
    served = "from essaim.config.demo import environment; environment.prepare(serving=True)"
    _told("-c", served, folder=tmp_path, PORT="8765")
    asked = "from essaim.config.settings.base import BASE_URL; print(BASE_URL)"
    assert _told("-c", asked, folder=tmp_path).strip() == "http://127.0.0.1:8765"
