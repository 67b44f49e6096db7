"""Templates that are compiled once for each language: their words are translated then.

A page has some hundred texts. Put in when the template is compiled they cost its readers nothing,
and with the markup round them they become one piece.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, Template
from jinja2.compiler import CodeGenerator
from jinja2.nodes import Call, Const, Dict, Expr, Mod, Name, Node, Pair
from jinja2.nodes import Template as Tree
from jinja2.visitor import NodeTransformer

from grannsamverkan.core.i18n import current_language, gettext, speaking

Source = tuple[str, str | None, Callable[[], bool] | None]
Visitor = Callable[..., Any] | None


def init(app: Flask) -> None:
    """Let `app` find its templates so; before anything asks for `app.jinja_env`."""
    app.jinja_environment = Environment
    app.jinja_options = {"loader": _InLanguages(app.create_global_jinja_loader())}


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
                _Translator().visit(node)
        return super().get_visitor(node)


class _Translator(NodeTransformer):
    """Puts the translation in the place of each `_("…")`, and fills in values as `gettext` does."""

    def get_visitor(self, node: Node) -> Visitor:
        return self._translated if isinstance(node, Call) else None

    def _translated(self, node: Call) -> Expr:
        self.generic_visit(node)
        text = _text_of(node)
        if text is None:
            return node
        said = Const(gettext(text))
        if not node.kwargs:
            return said
        return Mod(said, Dict([Pair(Const(one.key), one.value) for one in node.kwargs]))


def _text_of(node: Call) -> str | None:
    """The text of a call of `_` that stands in the template itself; None for other calls."""
    is_ours = isinstance(node.node, Name) and node.node.name == "_"
    if not is_ours or len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
        return None
    text = node.args[0]
    return text.value if isinstance(text, Const) else None


class Environment(FlaskEnvironment):
    """Flask's own, which finds a template in the reader's language."""

    code_generator_class = _Generator

    def get_template(self, name: str | Template, *args: Any, **kwargs: Any) -> Template:
        """The template as it is in the language of this moment."""
        if isinstance(name, str):
            name = f"{current_language()}/{name}"
        return super().get_template(name, *args, **kwargs)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict: what all templates share is complete before the first one is read, and looking
        through a chain of dicts took a tenth of a page's time."""
        return {**self.globals, **(d or {})}
