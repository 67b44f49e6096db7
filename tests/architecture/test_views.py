"""Views speak of tables' rows as types only; reading and writing is done below them."""

import ast

import pytest

from tests.architecture.sources import modules

VIEWS = list(modules("*/views*"))


def annotations(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if node.returns:
                yield node.returns
            arguments = [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]
            yield from (a.annotation for a in arguments if a.annotation)
        elif isinstance(node, ast.AnnAssign):
            yield node.annotation


def names_of_models(tree):
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models")
        for alias in node.names
    }


def names(nodes):
    return [part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)]


def misuses(tree):
    as_types = {id(name) for name in names(annotations(tree))}
    models = names_of_models(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in models and id(node) not in as_types:
            yield f"line {node.lineno}: {node.id} is used for more than a type"
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "work.session":
            yield f"line {node.lineno}: the database session is touched"


def test_there_are_views():
    assert len(VIEWS) >= 6


@pytest.mark.parametrize(("path", "tree"), VIEWS, ids=[path for path, _ in VIEWS])
def test_a_view_touches_no_table(path, tree):
    assert list(misuses(tree)) == []


@pytest.mark.parametrize(
    "line", ["work.session.execute(x)", "g = Group(name='x')", "work.get(Group, 1)"]
)
def test_a_view_that_touches_a_table_is_caught(line):
    tree = ast.parse(
        f"from grannsamverkan.groups.models import Group\ndef view(g: Group):\n    {line}"
    )

    assert len(list(misuses(tree))) == 1
