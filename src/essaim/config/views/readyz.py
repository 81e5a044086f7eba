from django.http import HttpRequest, JsonResponse

from essaim.config import readiness


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything is there to serve, else 503 with what is missing.

    ``?only=database,migrations`` asks for some parts alone: a balancer should not take a node away because the worker rests.
    """
    wanted = [name for name in request.GET.get("only", ",".join(readiness.PARTS)).split(",") if name]
    found = readiness.look([part for part in readiness.PARTS if part in wanted])
    unknown = [name for name in wanted if name not in readiness.PARTS]
    if unknown or not wanted:
        found["only"] = f"unknown: {', '.join(unknown) or 'nothing is named'}; the parts are {', '.join(readiness.PARTS)}"
    ready = not any(found.values())
    return JsonResponse(
        {"ready": ready, **{part: problem or "ok" for part, problem in found.items()}},
        status=200 if ready else 503, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
