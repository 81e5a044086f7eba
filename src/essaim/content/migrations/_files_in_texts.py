"""How the migrations that note files for the first time find them. It stays as it is, whatever content.file_uses becomes."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings

_ATTRIBUTE = re.compile(r'\s(src|href|srcset)="([^"]*)"')


def addresses(html):
    found = []
    for name, value in _ATTRIBUTE.findall(html):
        value = unescape(value)
        links = [one.strip().partition(" ")[0] for one in value.split(",")] if name == "srcset" else [value]
        for link in links:
            link = link.removeprefix(settings.BASE_URL)
            if link.startswith(("/content/media/", "/documents/")):
                address = unquote(urlsplit(link).path)
                if len(address) <= 400 and "\x00" not in address:
                    found.append(address)
    return list(dict.fromkeys(found))


def note(apps, kind, object_id, language, passages):
    """Passages: HTML, the audience for which it is or None, the audiences that read something else."""
    uses = {(address, audience, tuple(unless)) for html, audience, unless in passages for address in addresses(html)}
    model = apps.get_model("content", "FileUse")
    model.objects.bulk_create(
        model(kind=kind, object_id=object_id, language=language, address=address, audience=audience, unless=list(unless))
        for address, audience, unless in sorted(uses, key=str)
    )
