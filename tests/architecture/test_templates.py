"""Every template can be read, and every one is used."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.architecture.sources import PACKAGE

ROOT = PACKAGE / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
STANDS_ALONE = {"styleguide.html"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_well_formed(name):
    environment = Environment(
        loader=FileSystemLoader(ROOT), undefined=StrictUndefined, autoescape=True
    )

    environment.get_template(name)


def test_no_template_is_left_over():
    sources = [*PACKAGE.rglob("*.py"), *ROOT.rglob("*.html"), *ROOT.rglob("*.txt")]
    words = "\n".join(path.read_text() for path in sources)
    mentioned = set(re.findall(r"[\w./-]+\.html", words))

    unused = {name for name in TEMPLATES if name not in mentioned} - STANDS_ALONE
    assert {name for name in unused if not name.startswith("mail/")} == set()
