"""Jinja2 environments of one language each: words that do not change are translated when a template is compiled.

A page looks up some sixty phrases. Django's ``gettext`` finds the reader's language anew for each, in storage of the thread;
here the language is the environment's own, and a phrase without variables is a constant of the compiled template.
"""

from typing import Any

from django.utils.translation import trans_real
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_PHRASE = ("_", "gettext")


class Translated(Environment):
    """An environment for readers of ``language``, a code of LANGUAGES. Templates are escaped automatically."""

    def __init__(self, language: str, **options: Any):
        super().__init__(**options)
        self.language = language
        # The catalogue of the language itself, which falls back to the phrase, the French one.
        self.catalogue: Any = trans_real.translation(language)
        self.install_gettext_callables(  # type: ignore[attr-defined]
            gettext=self.catalogue.gettext,
            ngettext=self.catalogue.ngettext,
            pgettext=self.catalogue.pgettext,
            npgettext=self.catalogue.npgettext,
            newstyle=True,
        )

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        _Phrases(self.catalogue).visit(source)
        return super()._generate(source, *args, **kwargs)


class _Phrases(NodeTransformer):
    """Puts the translation in the place of every call that asks for one of a constant phrase without variables."""

    def __init__(self, catalogue: Any):
        self.catalogue = catalogue

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802, Jinja2 finds it by this name
        self.generic_visit(call)
        asks = isinstance(call.node, nodes.Name) and call.node.name in _PHRASE
        if not asks or call.kwargs or call.dyn_args or call.dyn_kwargs or len(call.args) != 1:
            return call
        phrase = call.args[0]
        if not isinstance(phrase, nodes.Const):
            return call
        # As jinja2.ext does at each call: a phrase is always a format, so that its "%%" is a "%".
        return nodes.Const(Markup(self.catalogue.gettext(phrase.value)) % {}, lineno=call.lineno)
