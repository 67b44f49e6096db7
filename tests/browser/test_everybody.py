"""Everybody can use every page: axe finds nothing, and nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import NOT_PAGES, OPENED_BY_PRESSING, VISITS
from tests.browser.walk import PARTS, open_page, show

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(400)]
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = {
    "runOnly": {"type": "tag", "values": list(TAGS)},
    "resultTypes": ["violations"],
    # No rule of these tags needs style sheets fetched once more.
    "preload": False,
}
RUN = "(rules) => axe.run(rules).then((found) => found.violations)"
WIDTHS = (1280, 320)
AXE = Axe().axe_script


def test_every_page_is_visited_or_is_none(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    visited = {visit.endpoint for visit in VISITS} | set(OPENED_BY_PRESSING)

    assert visited | set(NOT_PAGES) == pages
    assert not visited & set(NOT_PAGES)


# What axe finds follows from the words or from the colours; no fault needs one pair of both.
@pytest.mark.parametrize(("language", "theme"), [("sv", "light"), ("en", "dark")])
@pytest.mark.parametrize("people", PARTS, ids=lambda people: people[0])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(people, language, theme, everything, inbox):
    inbox.settle()
    windows = {who: everything.window_of(everything.user(who), language=language) for who in people}
    faults = []
    # Set before a page is opened: one that is open keeps some inherited colours in Chromium.
    for person in windows.values():
        person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        person.page.add_init_script(AXE)

    for visit in VISITS:
        if visit.who in people:
            open_page(everything, windows[visit.who], visit)
            faults += [f"{visit.name}: {fault}" for fault in faults_of(windows[visit.who].page)]

    assert not faults, "\n".join(faults)


def faults_of(page):
    """What axe finds at any width, each rule with the first element it blames, and what scrolls."""
    found = {}
    for width in WIDTHS:
        show(page, width)
        for violation in page.evaluate(RUN, RULES):
            node = violation["nodes"][0]
            fault = f"{violation['id']} {node['html'][:160]} {node['failureSummary'][:300]!r}"
            found.setdefault(fault, []).append(f"{width} px")
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.setdefault("scrolls sideways", []).append(f"{needed} px in {width}")
    return [f"{fault} ({', '.join(names)})" for fault, names in found.items()]
