"""The templates of our own pages: Jinja2, an environment for each language, nothing hidden in it.

A component is a macro with arguments (``{% from "ui/parts.html" import button %}``). What every page has, the shell, comes
from ``ui.shell.render``.
"""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2 import Template as Compiled

from essaim.kernel.language import reading

from . import dates, icons
from .translated import Translated


class Templates(Jinja2):
    """Our packages' ``templates`` folders hold Jinja2; Django templates live in ``django_templates``."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]):
        super().__init__(params)
        first: Any = self.env
        shared = {"loader": first.loader, "autoescape": first.autoescape, "auto_reload": first.auto_reload}
        others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        self.by_language = {code: environment(language=code, **shared) for code in others}
        self.by_language[settings.LANGUAGE_CODE] = first

    @property
    def template_dirs(self) -> tuple[Any, ...]:
        # Libraries keep Django templates in folders of the same name: only our own packages are looked at.
        return tuple(path for path in super().template_dirs if "essaim" in str(path).split("site-packages")[-1])

    def compiled(self, name: str) -> Compiled:
        """The template ``name`` in the reader's language."""
        language = reading()
        return self.by_language.get(language, self.env).get_template(name)

    def get_template(self, template_name: str) -> Template:
        super().get_template(template_name)  # says in Django's words what is missing or wrong
        return Template(self.compiled(template_name), self)


def template(name: str) -> Compiled:
    """A template of ours, in the reader's language. Raises jinja2.TemplateNotFound."""
    return engines["essaim"].compiled(name)  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _address(name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


@cache
def _pattern(name: str, positional: int, names: tuple[str, ...]) -> str:
    """The address ``name`` with a place for each of its arguments: they are numbers, which stand in it as they are."""
    numbers = [9_000_000_000 + index for index in range(positional + len(names))]
    address = reverse(
        name, args=numbers[:positional] or None, kwargs=dict(zip(names, numbers[positional:], strict=True)) or None
    )
    for index, number in enumerate(numbers):
        address = address.replace(str(number), f"{{{index}}}")
    return address


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """``{{ url("learning:lesson", slug="…") }}``. Addresses are kept: finding one costs more than all else in a link."""
    given = (*args, *kwargs.values()) if kwargs else args
    # Of things with a number there are too many to keep an address for each.
    for value in given:
        if type(value) is not int or value < 0:
            return _address(name, args, tuple(kwargs.items()))
    return _pattern(name, len(args), tuple(kwargs)).format(*given)


def environment(*, language: str = settings.LANGUAGE_CODE, **options: Any) -> Translated:
    strict = settings.DEBUG or getattr(settings, "TESTING", False)
    options["undefined"] = StrictUndefined if strict else Undefined
    env = Translated(
        language,
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.settled = {"url": url, "static": cache(static), "icon": icons.icon, "get_language": lambda: language}
    env.globals.update(env.settled, slot=pass_context(_slot))
    env.filters.update(
        ago=dates.ago,
        day=dates.day,
        near_day=dates.near_day,
        appointment=dates.appointment,
        moment=dates.moment,
        hour=dates.hour,
        iso=dates.iso,
        when=lambda value: dates.when(value, language),
        number=dates.number,
    )
    return env


def _slot(context: Any, name: str, /, **arguments: Any) -> str:
    from . import slots

    return slots.fill(name, context["request"], **arguments)
