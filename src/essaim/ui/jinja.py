"""The templates of our own pages: Jinja2, one environment, nothing hidden in it.

A component is a macro with arguments (``{% from "ui/parts.html" import button %}``). What every page has, the shell, comes
from ``ui.shell.render``.
"""

from typing import Any

from django.conf import settings
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, Undefined, pass_context

from . import dates, icons


class Templates(Jinja2):
    """Our packages' ``templates`` folders hold Jinja2; Django templates live in ``django_templates``."""

    app_dirname = "templates"

    @property
    def template_dirs(self) -> tuple[Any, ...]:
        # Libraries keep Django templates in folders of the same name: only our own packages are looked at.
        return tuple(path for path in super().template_dirs if "essaim" in str(path).split("site-packages")[-1])


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """``{{ url("learning:lesson", slug="…") }}``; ``query`` becomes the query string."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    strict = settings.DEBUG or getattr(settings, "TESTING", False)
    options["undefined"] = StrictUndefined if strict else Undefined
    env = Environment(
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        url=url,
        static=static,
        icon=icons.icon,
        get_language=translation.get_language,
        slot=pass_context(_slot),
    )
    env.filters.update(ago=dates.ago, day=dates.day, moment=dates.moment, iso=dates.iso, number=dates.number)
    return env


def _slot(context: Any, name: str, /, **arguments: Any) -> str:
    from . import slots

    return slots.fill(name, context["request"], **arguments)
