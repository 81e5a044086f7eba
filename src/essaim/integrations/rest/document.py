"""The OpenAPI document: what django-ninja says of the operations, and what the door adds to each."""

import json
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from .guard import scope_of
from .mount import api
from .problems import MEDIA_TYPE, TITLES

ABOUT = (
    "Everything here is what the pages show to the same person, by the same rules. Ask with `Authorization: Bearer <token>`; a "
    "page of ours may use its session, and sends `X-CSRFToken` when it writes. Lists come in pages: follow `next`. Errors are "
    "problem details (RFC 9457). See docs/api.md."
)
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "A stable name for programs."},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Sent again within a day, the same key writes nothing and gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
_ALWAYS = (400, 401, 403, 404, 422, 429, 500)
_WRITES = (413, 415)


@lru_cache(maxsize=4)
def document(language: str) -> dict[str, Any]:
    """The document with the words of ``language``, as plain JSON values. It does not change while the process lives."""
    with translation.override(language):
        plain: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), cls=DjangoJSONEncoder))
        scopes = _scopes()
        plain["info"]["description"] = ABOUT
        plain["components"]["schemas"]["Problem"] = _PROBLEM
        plain["components"]["securitySchemes"] = _SECURITY
        plain["components"]["responses"] = {f"Problem{status}": _response(status) for status in TITLES}
        for methods in plain["paths"].values():
            for method, operation in methods.items():
                _complete(method, operation, scopes[operation["operationId"]])
    return plain


def _scopes() -> dict[str, str]:
    bound = api._get_bound_routers()
    views = [view for router in bound for view in router.path_operations.values()]
    return {api.get_openapi_operation_id(one): scope_of(one) for view in views for one in view.operations}


def _response(status: int) -> dict[str, Any]:
    return {
        "description": str(TITLES[status]),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _complete(method: str, operation: dict[str, Any], scope: str) -> None:
    """What the door adds: who may, the errors, and the key of a write."""
    operation["security"] = [{"token": []}] if scope in ("import", "events") else [{"token": []}, {"session": []}]
    operation["x-scope"] = scope
    for status in _ALWAYS if method == "get" else (*_ALWAYS, *_WRITES):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    if method != "get":
        operation["parameters"].append(_KEY)
