"""What Jinja2 writes for a template, with less to do at each request.

A thread's page shows some six hundred values, reads some five hundred attributes and calls some three hundred functions and macros.
For each of them Jinja2 calls a function in Python, and asks again what the template has settled: whether a string is escaped (a new
object of it), whether a function wants the context. Here what is usual stands in the template's own code.
"""

import re
from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

# The functions that want the context, or whose call is replaced while a template is compiled. No other may.
ASKING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "slot"}
# Of a string, without asking whether it is safe: it is.
safe: Callable[[str], Markup] = partial(str.__new__, Markup)
special: Callable[[str], Any] = re.compile("[&<>\"']").search


def shown(value: Any) -> str:
    """``value`` as it stands in a page: as ``markupsafe.escape``, without a new object for what needs none."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return escape(value) if special(value) else value
    return str(value) if kind is int else escape(value)


class Macro(runtime.Macro):
    """A macro that is called with no more than it takes: its arguments in their order or by name, the others as they are by default."""

    def __init__(self, *given: Any):
        super().__init__(*given)
        self._defaults = (runtime.missing,) * self._argument_count
        self._places = {name: place for place, name in enumerate(self.arguments)}
        self._is_plain = self._default_autoescape and not (self.caller or self.catch_kwargs or self.catch_varargs)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        count = len(args)
        if not self._is_plain or count > self._argument_count:
            return super().__call__(*args, **kwargs)
        if not kwargs:
            return safe(self._func(*args, *self._defaults[count:]))
        arguments = [*args, *self._defaults[count:]]
        for name, value in kwargs.items():
            place = self._places.get(name, -1)
            if place < count:
                # Jinja2 says what is wrong.
                return super().__call__(*args, **kwargs)
            arguments[place] = value
        return safe(self._func(*arguments))


class Generator(CodeGenerator):
    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("shown, special, Macro = environment.shown, environment.special, environment.macro")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if self._is_ours(frame, finalize):
            self.write("(it if (kind := type(it := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if self._is_ours(frame, finalize):
            self.write(")) is Markup or kind is str and not special(it) else shown(it))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_ours(self, frame: Any, finalize: Any) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802, Jinja2's name
        """An attribute as Python has it, else as Jinja2 finds it."""
        self.write("(own if (own := getattr((of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(of, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: N802, Jinja2's name
        named = isinstance(node.node, nodes.Name) and node.node.name in ASKING
        if named or forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in [*node.args, *node.kwargs]:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")
