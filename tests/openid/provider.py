"""Starting the provider, writing down its people, and going through its pages."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.site import ROOT, free_port


class OpenIDProvider:
    """A provider on loopback.

    Parameters:
        issuer: its address as an issuer.
        folder: where it keeps what it needs, people.json among them.
    """

    client_id, client_secret = "essaim", "le secret du client"

    def __init__(self, issuer: str, folder: Path):
        self.issuer, self.folder = issuer, folder
        self.people: dict[str, dict[str, Any]] = {}

    def knows(self, name: str, /, **claims: Any) -> None:
        """Writes somebody down: ``name`` is what they type on the provider's page."""
        self.people[name] = claims
        (self.folder / "people.json").write_text(json.dumps(self.people))

    def sign_in(self, address: str, name: str) -> str:
        """Follows ``address`` as a browser would, signs in as ``name``, and returns the path that leads back to the site."""
        browser = requests.Session()
        page = browser.get(address, timeout=10)
        assert page.status_code == 200, page.text[:500]
        sent = browser.post(page.url, data={"name": name}, timeout=10, allow_redirects=False)
        while sent.status_code == 302 and "/company/back/" not in sent.headers["Location"]:
            sent = browser.get(self._whole(sent.headers["Location"]), timeout=10, allow_redirects=False)
        assert sent.status_code == 302, sent.text[:500]
        return "/" + sent.headers["Location"].split("/", 3)[3]

    def _whole(self, location: str) -> str:
        return location if location.startswith("http") else self.issuer.removesuffix("/o") + location


@contextmanager
def provider(base_url: str) -> Iterator[OpenIDProvider]:
    """A provider that sends people back to ``base_url``; it and its folder are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="essaim-openid-"))
    port = free_port()
    made = OpenIDProvider(f"http://127.0.0.1:{port}/o", folder)
    made.knows("nobody")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "ESSAIM_", "PYTEST"))}
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "tests.openid.serve", str(port), str(folder), base_url]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(made, process)
        yield made
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(made: OpenIDProvider, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, (made.folder / "log").read_text()[-3000:]
        try:
            requests.get(f"{made.issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError("the provider was not there in time")
