import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from essaim.kernel.ids import new_key
from essaim.people.actions.tokens import create_token
from essaim.people.models import Member


class Program:
    """A program with a token: ``program.get("/threads")``, paths below ``/api/v1``."""

    def __init__(self, member: Member, *scopes: str):
        self.secret = create_token(
            actor=member, member=member, name="Un programme", scopes=scopes or ["read", "write"], lifetime=timedelta(days=1),
            key=new_key(),
        )[1]  # fmt: skip
        self.client = Client(enforce_csrf_checks=True)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        given = {"Authorization": f"Bearer {self.secret}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, path, headers=given, **content)  # type: ignore[arg-type]

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def everything(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page after page."""
        found: list[dict[str, Any]] = []
        address: str | None = path
        while address:
            body = self.get(address).json()
            found += body["items"]
            address = body["next"]
        return found


@pytest.fixture
def program() -> Callable[..., Program]:
    return Program
