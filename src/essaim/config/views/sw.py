"""The service worker: a script that browsers run beside the pages. At the root, for it holds for all of them."""

import hashlib
import json
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import etag

import essaim
from essaim.organisation import known
from essaim.organisation.icons import icon_path
from essaim.ui import identity

# What it does, a file for each thing; in static folders, under names that change with their content.
SCRIPTS = ("ui/js/worker.js", "notifications/js/push_worker.js")
# What the offline page is drawn with.
_DRAWN_WITH = (
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "layout", "components", "forms")),
    "ui/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "ui/fonts/newsreader-latin-wght-normal.woff2",
    "ui/mark.svg",
    "ui/js/essaim.js",
    "ui/js/offline.js",
)


def _script() -> str:
    make = _made.__wrapped__ if settings.DEBUG else _made
    return make(known.current().version)


# Browsers ask for it after every page: it is made once for each version of what it says.
@lru_cache(maxsize=4)
def _made(_version: int) -> str:
    organisation, shown = known.current(), identity.current()
    files = [staticfiles_storage.url(path) for path in _DRAWN_WITH] + [path for path in (shown.logo, shown.theme) if path]
    pages = {language: reverse("offline", args=[language]) for language in organisation.languages}
    house = {"pages": pages, "language": organisation.language, "files": files, "icon": icon_path(organisation, "any", 192)}
    scripts = [staticfiles_storage.url(path) for path in SCRIPTS]
    named = json.dumps([essaim.__version__, organisation.name, house, scripts], sort_keys=True)
    house["version"] = hashlib.sha256(named.encode()).hexdigest()[:16]
    return f"self.HOUSE = {json.dumps(house)};\nimportScripts({', '.join(map(json.dumps, scripts))});\n"


@etag(lambda request: f'"{hashlib.sha256(_script().encode()).hexdigest()[:32]}"')
def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
