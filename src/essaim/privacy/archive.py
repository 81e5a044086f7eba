"""The archive of one member: a page to read, JSON for machines, files."""

import io
import json
import zipfile
from typing import Any

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.organisation.models import Organisation

from .file_texts import Unreadable, text_of
from .holdings import told_holdings
from .queries import words_of
from .traces import Traces


def build(member_id: int) -> bytes:
    """A zip: ``index.html``, ``holdings.json`` that says what is what, and for each part ``<holding>/<part>.json``."""
    member: Any = get_user_model().objects.get(pk=member_id)
    organisation = Organisation.current()
    language = member.language or organisation.language
    out = io.BytesIO()
    with (
        translation.override(language),
        timezone.override(organisation.time_zone),
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        contents = [(holding, list(holding.export(member_id, None))) for holding in told_holdings()]
        about: dict[str, Any] = {"organisation": organisation.name, "made_at": clock.now(), "holdings": []}
        for holding, parts in contents:
            files = []
            for part in parts:
                name = f"{holding.name}/{part.name}.json"
                archive.writestr(name, _json({"columns": _words(part.columns), "rows": part.rows}))
                files.append(name)
                for file, content in part.files.items():
                    archive.writestr(f"{holding.name}/{file}", content)
                    files.append(f"{holding.name}/{file}")
            about["holdings"].append({"name": holding.name, **words_of(holding), "files": files})
        archive.writestr("holdings.json", _json(about))
        page = get_template("privacy/archive.html", using="essaim").template.render(  # type: ignore[attr-defined]
            member=member, organisation=organisation, contents=contents, language=language, made_at=clock.now(), cell=cell
        )
        archive.writestr("index.html", page)
    return out.getvalue()


def names(content: bytes, traces: Traces) -> bool:
    """Whether an archive speaks of somebody: in its lists and its page, in the files that it holds or in their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(traces.found_in(f"{name}\n{_text_of(name, archive.read(name))}") for name in archive.namelist())


def _text_of(name: str, data: bytes) -> str:
    try:
        return text_of(name, data)
    except Unreadable:
        # The file itself is on the list of what somebody has to open.
        return ""


def cell(value: Any) -> str:
    """A value as a person reads it."""
    if value is True:
        return _("oui")
    if value is False:
        return _("non")
    if isinstance(value, list | tuple):
        return ", ".join(cell(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} : {cell(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, default=None)


def _words(columns: Any) -> dict[str, str]:
    return {key: str(words) for key, words in columns.items()}
