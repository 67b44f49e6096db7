"""No page of a list or a case asks the database more when there is more: at most 12 statements."""

import pytest

from bench import pages
from bench.sets import install

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """A small town and one three times as large, each with a database of its own."""
    sizes = {"groups": 20, "signs": 200}, {"groups": 60, "signs": 600}
    made = [install(tmp_path_factory.mktemp("town"), **size) for size in sizes]
    yield made
    for town in made:
        town.runtime.database.engine.dispose()


@pytest.mark.parametrize("who", pages.WHO)
def test_no_page_asks_more_than_twelve_times_however_much_there_is(towns, who):
    asked = {page.name: page.statements() for page in pages.visited(who, *towns)}

    assert asked, "nobody saw a page"
    assert {name: n for name, n in asked.items() if n[1] > n[0] or max(n) > 12} == {}
