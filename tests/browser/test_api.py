"""The walk of docs/api.md, line by line, with tokens made on the command line; and the page to try the API."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

ROOT = Path(__file__).resolve().parents[2]
CLAIRE, YANN = "claire.marchand@brindel.example", "yann.legoff@brindel.example"
COMMANDS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), flags=re.S)


def make_token(site: Site, email: str, scopes: str) -> str:
    return site.essaim("token", "create", email, "--scopes", scopes)


@pytest.mark.full
def test_the_walk_of_the_documentation(site: Site, tmp_path: Path) -> None:
    tokens = {
        "TOKEN": make_token(site, CLAIRE, "read,write"),
        "EVENTS_TOKEN": make_token(site, YANN, "events"),
    }
    assert len(COMMANDS) >= 5
    for script in COMMANDS:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=os.environ | tokens | {"URL": site.url},
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    assert "samedi" in (tmp_path / "thread.json").read_text()


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.full)])
def test_an_operation_is_tried_on_the_page(width: int, visit: Callable[..., Page], check: Callable[[Page], None]) -> None:
    page = visit(CLAIRE, width=width)
    page.goto("/api/v1/")
    operation = page.locator("#new-post")
    operation.locator("summary").press("Enter")
    operation.locator("textarea").fill('{"thread": 1, "text": "Essayé depuis la page."}')
    operation.get_by_role("button").press("Enter")
    expect(operation.locator("[data-status]")).to_contain_text("201")
    expect(operation.locator("[data-body]")).to_contain_text("Essayé depuis la page.")
    check(page)


def test_a_token_is_made_copied_and_revoked_without_javascript(visit: Callable[..., Page], site: Site) -> None:
    page = visit(CLAIRE, js=False)
    page.goto("/people/preferences/")
    page.get_by_role("link", name="Jetons d’accès").click()
    page.get_by_label("Pour quel programme").fill("Mon tableur")
    page.get_by_role("button", name="Faire le jeton").click()
    secret = page.locator("#secret").input_value()
    asked = page.request.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert asked.json()["email"] == CLAIRE
    page.get_by_role("button", name="Retirer Mon tableur").click()
    assert page.request.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status == 401
