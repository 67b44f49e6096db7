"""Templates that are compiled once for each language: their words are translated then.

A page has some hundred texts. Put in when the template is compiled they cost its readers nothing,
and with the markup round them they become one piece. The same goes for addresses of static files.
What is left, some three hundred values and a hundred calls a page, takes the shortest way.
"""

import operator
import re
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, cast

from babel.support import LazyProxy
from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Const, Dict, Expr, Mod, Name, Node, Pair
from jinja2.nodes import Template as Tree
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from grannsamverkan.core.i18n import current_language, gettext, speaking

Source = tuple[str, str | None, Callable[[], bool] | None]
Visitor = Callable[..., Any] | None
_call: Callable[..., Any] = operator.call
_escaped = re.compile("[&<>\"']").search


def init(app: Flask, early: Mapping[str, Callable[[str], str]] | None = None) -> None:
    """Let `app` find its templates so; before anything asks for `app.jinja_env`.

    `early` has functions by name that say the same of a text to everybody: where a template calls
    them with a text that stands in it, they are called once, when it is compiled.
    """
    app.jinja_environment = Environment
    app.jinja_options = {"loader": _InLanguages(app.create_global_jinja_loader())}
    cast(Environment, app.jinja_env).early = {"_": gettext, **(early or {})}


class _InLanguages(BaseLoader):
    """Each template under a name for each language, such as "sv/error.html"."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Any, template: str) -> Source:
        return self._loader.get_source(environment, template.partition("/")[2])


class _Generator(CodeGenerator):
    """Translates the texts of a template before it is made to Python."""

    def get_visitor(self, node: Node) -> Visitor:
        if isinstance(node, Tree):
            language = (self.name or "").partition("/")[0]
            with speaking(language):
                _Translator(cast(Environment, self.environment).early).visit(node)
        return super().get_visitor(node)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def visit_Call(  # noqa: N802  # found by this name
        self, node: Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call as Python makes it: Jinja looks each time for what may be wanted besides."""
        if self._wants_the_page(node.node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _wants_the_page(self, called: Expr) -> bool:
        named = self.environment.globals.get(called.name) if isinstance(called, Name) else None
        return hasattr(named, "jinja_pass_arg")


class _Translator(NodeTransformer):
    """Puts what a call says in its place: for `_("…")` the translation, with its values filled in
    as `gettext` does."""

    def __init__(self, early: Mapping[str, Callable[[str], str]]) -> None:
        self._early = early

    def get_visitor(self, node: Node) -> Visitor:
        return self._translated if isinstance(node, Call) else None

    def _translated(self, node: Call) -> Expr:
        self.generic_visit(node)
        say, text = self._called(node), _text_of(node)
        if say is None or text is None:
            return node
        said = Const(say(text))
        if not node.kwargs:
            return said
        return Mod(said, Dict([Pair(Const(one.key), one.value) for one in node.kwargs]))

    def _called(self, node: Call) -> Callable[[str], str] | None:
        return self._early.get(node.node.name) if isinstance(node.node, Name) else None


def _text_of(node: Call) -> str | None:
    """The text of a call that stands in the template itself; None for other calls."""
    if len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
        return None
    text = node.args[0]
    return text.value if isinstance(text, Const) else None


def shown(value: Any) -> str:
    """`value` as it goes into a page: escaped, unless it is markup.

    What `markupsafe.escape` does in a third of its time, since the result is joined and nothing
    more: no `Markup` is made of what holds nothing to escape.
    """
    kind = type(value)
    if kind is LazyProxy:  # else it is translated anew for each attribute that is looked for
        value, kind = value.value, str
    if kind is str:
        return value if _escaped(value) is None else escape(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # known by its type
    return str(value) if kind is int else escape(value)


class Environment(FlaskEnvironment):
    """Flask's own, which finds a template in the reader's language."""

    code_generator_class = _Generator
    early: Mapping[str, Callable[[str], str]] = {"_": gettext}
    shown = staticmethod(shown)
    called = staticmethod(_call)

    def get_template(self, name: str | Template, *args: Any, **kwargs: Any) -> Template:
        """The template as it is in the language of this moment."""
        if isinstance(name, str):
            name = f"{current_language()}/{name}"
        return super().get_template(name, *args, **kwargs)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict: what all templates share is complete before the first one is read, and looking
        through a chain of dicts took a tenth of a page's time."""
        return {**self.globals, **(d or {})}
