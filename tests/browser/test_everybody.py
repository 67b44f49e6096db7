"""Everybody can use every page: axe finds nothing, and nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import NOT_PAGES, OPENED_BY_PRESSING, VISITS
from tests.browser.scene import EveryPage

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(400)]
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
RUN = "(rules) => axe.run(rules).then((found) => found.violations)"
LOOKS = [(width, dark) for width in (1280, 320) for dark in (False, True)]
PARTS = 4


def test_every_page_is_visited_or_is_none(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    visited = {visit.endpoint for visit in VISITS} | set(OPENED_BY_PRESSING)

    assert visited | set(NOT_PAGES) == pages
    assert not visited & set(NOT_PAGES)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_shut_out_in_any_look(
    part, language, runtime, given, app, somebody, base_url, inbox
):
    world = EveryPage(runtime, given).in_windows(app, somebody, base_url)
    inbox.settle_mail()
    windows = {}
    faults = []

    for visit in [one for one in VISITS if part_of(one) == part]:
        person = windows.get(visit.who) or world.window_of(world.user(visit.who), language=language)
        if visit.who != "nobody":
            windows[visit.who] = person
        open_visit(app, world, person, visit)
        faults += [f"{visit.name} {fault}" for fault in faults_of(person.page)]
        if visit.who == "nobody":
            person.page.context.close()

    assert not faults, "\n".join(faults)
