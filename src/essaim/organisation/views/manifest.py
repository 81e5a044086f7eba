from typing import Any

from django.http import HttpRequest, JsonResponse

from essaim.organisation import known
from essaim.organisation.accent import LIGHT_PAPERS, accent
from essaim.organisation.icons import icon_path

# What a telephone shows of a name under an icon.
_SHORT = 12


def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser reads before it installs the site: whose it is, its colours, its icons."""
    organisation = known.current()
    name = organisation.name
    content = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": organisation.language, "dir": "ltr",
        "name": name, "short_name": name if len(name) <= _SHORT else name.split()[0][: 2 * _SHORT],
        "background_color": LIGHT_PAPERS[0], "theme_color": accent(organisation.accent).light.colour,
        "icons": _icons(organisation),
    }  # fmt: skip
    response = JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icons(organisation: known.Known) -> list[dict[str, Any]]:
    _digest, kind = organisation.logo or ("", "")
    drawing = [{"src": organisation.logo_path, "sizes": "any", "type": "image/svg+xml"}] if kind == "svg" else []
    return drawing + [
        {"src": icon_path(organisation, purpose, size), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for purpose, size in (("any", 192), ("any", 512), ("maskable", 192), ("maskable", 512))
    ]
