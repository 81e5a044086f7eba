from django.http import HttpRequest, JsonResponse

from essaim.config import readiness


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything is there to serve, else 503 with what is missing.

    ``?only=database,migrations`` asks for some parts alone: a balancer should not take a node away because the worker rests.
    """
    wanted = request.GET.get("only")
    parts = [part for part in readiness.PARTS if wanted is None or part in wanted.split(",")]
    found = readiness.look(parts)
    if unknown := set(wanted.split(",") if wanted is not None else ()) - set(readiness.PARTS):
        found |= {name: f"unknown, the parts are {', '.join(readiness.PARTS)}" for name in sorted(unknown)}
    ready = not any(found.values())
    return JsonResponse(
        {"ready": ready, **{part: problem or "ok" for part, problem in found.items()}},
        status=200 if ready else 503, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
