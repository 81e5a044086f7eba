"""What Jinja2 writes for a template, with less to do at each request.

A thread's page shows some six hundred values and calls some three hundred functions and macros. For each of them Jinja2 asks again
what the template has settled: whether a string is escaped (a new object of it), whether a function wants the context.
"""

import re
from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

# The functions that want the context, or whose call is replaced while a template is compiled. No other may.
ASKING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "slot"}
_special: Callable[[str], Any] = re.compile("[&<>\"']").search


def shown(value: Any) -> str:
    """``value`` as it stands in a page: as ``markupsafe.escape``, without a new object for what needs none."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return escape(value) if _special(value) else value
    return str(value) if kind is int else escape(value)


class Macro(runtime.Macro):
    """A macro that is called without more than it takes: its arguments in their order, the others as they are by default."""

    def __init__(self, *given: Any):
        super().__init__(*given)
        self._defaults = (runtime.missing,) * self._argument_count
        self._is_plain = self._default_autoescape and not (self.caller or self.catch_kwargs or self.catch_varargs)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if kwargs or not self._is_plain or len(args) > self._argument_count:
            return super().__call__(*args, **kwargs)
        return Markup(self._func(*args, *self._defaults[len(args) :]))


class Generator(CodeGenerator):
    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("shown, Macro = environment.shown, environment.macro")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")

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
