"""Jinja2 environments of one language each: what does not change is settled when a template is compiled.

A page looks up some sixty phrases. Django's ``gettext`` finds the reader's language anew for each, in storage of the thread;
here the language is the environment's own, and a phrase is text of the compiled template, with its variables between.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import trans_real
from jinja2 import Environment, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from .generator import Generator, Macro, shown, special

# Functions of nothing but their arguments: called while compiling where these are constants.
Settled = Mapping[str, Callable[..., Any]]

# A block's pieces as one: else each of them goes up through the template, the one that it extends and the page.
_OF_BLOCKS = re.compile(r"yield from ((?:parent_template\.root_render_func|context\.blocks\['\w+'\]\[0\])\(context\))")
_VARIABLE = re.compile(r"%\((\w+)\)s")


class Whole(Template):
    """A template whose macros know the environment's globals and no others: none is ever loaded with its own."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        # Jinja2 compares the names of both templates' globals, at every import of every request.
        return super()._get_default_module()


class Translated(Environment):
    """An environment for readers of ``language``, a code of LANGUAGES. Templates are escaped automatically."""

    template_class = Whole
    code_generator_class = Generator
    shown, special = staticmethod(shown), staticmethod(special)
    macro = Macro

    def __init__(self, language: str, **options: Any):
        super().__init__(**options)
        self.language = language
        self._known: dict[str, Template] = {}
        self.settled: Settled = {}
        # The catalogue of the language itself, which falls back to the phrase, the French one.
        self.catalogue: Any = trans_real.translation(language)
        self.install_gettext_callables(  # type: ignore[attr-defined]
            gettext=self.catalogue.gettext,
            ngettext=self.catalogue.ngettext,
            pgettext=self.catalogue.pgettext,
            npgettext=self.catalogue.npgettext,
            newstyle=True,
        )

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        """As Jinja2's, which asks its loader and its cache for each template and each import in it, a dozen times a page."""
        found = self._known.get(name)
        if found is None:
            found = super().get_template(name, parent, globals)
            if not self.auto_reload:
                self._known[name] = found
        return found

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        _Settling(self.catalogue, self.settled).visit(source)
        return _OF_BLOCKS.sub(r"yield concat(\1)", super()._generate(source, *args, **kwargs))


class _Settling(NodeTransformer):
    """Puts in the place of calls what they would give: phrases with their variables, and functions of constants.

    Its methods have the names by which Jinja2 finds them.
    """

    def __init__(self, catalogue: Any, settled: Settled):
        self.catalogue = catalogue
        self.settled = settled

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(call)
        if not isinstance(call.node, nodes.Name) or call.dyn_args or call.dyn_kwargs:
            return call
        name, constants = call.node.name, [value.value for value in call.args if isinstance(value, nodes.Const)]
        if name in ("_", "gettext") and len(constants) == len(call.args) == 1:
            return _format(self.catalogue.gettext(*constants), call.kwargs, call.lineno)
        if name == "ngettext" and len(constants) == 2 and len(call.args) == 3:
            return self._plural(call, *constants)
        if name in self.settled and len(constants) == len(call.args) and not call.kwargs:
            try:
                return nodes.Const(self.settled[name](*constants), lineno=call.lineno)
            except Exception:
                return call  # It says what is wrong when it is asked for.
        return call

    def _plural(self, call: nodes.Call, singular: str, plural: str) -> nodes.Node:
        """One phrase or the other, where the language has two, as French ("0 réponse") and English ("0 replies") have."""
        none, one, two, *more = (self.catalogue.ngettext(singular, plural, n) for n in (0, 1, 2, 5, 1_000_000))
        if set(more) != {two} or none not in (one, two):
            return call
        number: Any = call.args[2]
        one_only = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))], lineno=call.lineno)
        up_to_one = nodes.Compare(number, [nodes.Operand("lt", nodes.Const(2))], lineno=call.lineno)
        given = [*call.kwargs, nodes.Keyword("num", number)]
        words = [_format(phrase, given, call.lineno) for phrase in (one, two)]
        return nodes.CondExpr(up_to_one if none == one else one_only, *words, lineno=call.lineno)

    def visit_Output(self, output: nodes.Output) -> list[nodes.Node]:  # noqa: N802
        self.generic_visit(output)
        made: list[nodes.Node] = []
        for child in output.nodes:
            if isinstance(child, nodes.CondExpr) and _is_format(child.expr1) and _is_format(child.expr2):
                one, other = ([nodes.Output(_pieces(words), lineno=output.lineno)] for words in (child.expr1, child.expr2))
                made.append(nodes.If(child.test, one, [], other, lineno=output.lineno))
            elif isinstance(child, nodes.CondExpr) and child.expr2 is None:
                # Else nothing: Jinja2 would make an object that says what is undefined.
                made.append(nodes.If(child.test, [nodes.Output([child.expr1])], [], [], lineno=output.lineno))
            else:
                made.append(nodes.Output(_pieces(child), lineno=output.lineno))
        return _joined(made)


def _format(phrase: str, variables: list[nodes.Keyword], lineno: int) -> nodes.Expr:
    """A phrase as jinja2.ext makes it at each call: always a format, so that its "%%" is a "%"."""
    if not variables:
        return nodes.Const(Markup(phrase) % {}, lineno=lineno)
    given = nodes.Dict([nodes.Pair(nodes.Const(one.key), one.value) for one in variables])
    return nodes.Mod(nodes.Const(Markup(phrase)), given, lineno=lineno)


def _is_format(node: Any) -> bool:
    # In a template's own words a constant is a plain string.
    return isinstance(node, nodes.Mod) and isinstance(node.left, nodes.Const) and isinstance(node.left.value, Markup)


def _pieces(node: Any) -> list[nodes.Expr]:
    """A phrase that is shown, as its words and its variables; anything else as it is."""
    if not _is_format(node) or "%" in _VARIABLE.sub("", node.left.value):
        return [node]
    given = {pair.key.value: pair.value for pair in node.right.items}
    # Words and names by turns, words first.
    parts = _VARIABLE.split(node.left.value)
    if not given.keys() >= set(parts[1::2]):
        return [node]
    return [given[part] if index % 2 else nodes.TemplateData(str(part)) for index, part in enumerate(parts)]


def _joined(made: list[nodes.Node]) -> list[nodes.Node]:
    """Neighbouring outputs as one: a page is a list of pieces, and each piece costs."""
    kept: list[nodes.Node] = []
    for node in made:
        if kept and isinstance(node, nodes.Output) and isinstance(kept[-1], nodes.Output):
            kept[-1].nodes.extend(node.nodes)
        else:
            kept.append(node)
    return kept
