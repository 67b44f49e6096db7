"""A round is walked where there is no network; what was said arrives once, by itself."""

import hashlib

import pytest
from playwright.sync_api import expect

from grannsamverkan.core import codes
from grannsamverkan.signs.queries import rounds as round_queries
from tests.browser.scene import HangingSigns
from tests.browser.walker import Walker

pytestmark = [
    pytest.mark.sqlite_only,
    # Waitress leaves the file of half a body to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Round:
    """Two signs that hang, and the link of a round to them."""

    def __init__(self, runtime, given):
        self.signs = HangingSigns(runtime, given)
        group_id = self.signs.active()
        self.ids = [self.signs.standing(group_id, number) for number in ("1042", "1043")]
        self.codes = [codes.pretty(self.signs.sign(one).code) for one in self.ids]
        self.id, token = self.signs.walk_round(group_id)
        self.path = f"/R/{token}"

    def said(self):
        """What has arrived, as (sign, result, photos) in the order it came."""
        with self.signs.runtime.reading() as work:
            walk = work.get(round_queries.InspectionRound, self.id)
            return [(mark.sign_id, mark.result, self._photos(work, mark)) for mark in walk.marks]

    def _photos(self, work, mark):
        task = self.signs.the_task_of(mark.sign_id, "fault")
        if mark.report_id is None or task is None:
            return []
        report = next(r for r in work.get(type(task), task.id).reports if r.id == mark.report_id)
        return [photo.original for one in report.sets for photo in one.photos]


@pytest.fixture
def walk(runtime, given, live_server):
    return Round(runtime, given)


@pytest.fixture
def walker(walk, wire, window, way):
    return Walker(window(**way), wire.url + walk.path, way["language"])


def test_a_round_is_walked_without_a_network_and_arrives_once(walk, walker, wire, photo):
    failed = []
    one, other = walk.codes
    walker.opens()
    wire.pull_out()
    walker.page.on("requestfailed", lambda request: failed.append(request.url))
    walker.page.reload()
    walker.page.get_by_text(walker.word("Sidan visas utan nät")).wait_for()
    walker.is_mounted()

    walker.says_well(one)
    walker.says_loose(other, photo)
    expect(walker.page.locator(".round__waiting")).to_have_count(2)
    walker.keeps(2)
    assert walk.said() == []
    wire.put_in()

    walker.sees_said(one, "Sedd: som den ska")
    walker.sees_said(other, "Sedd: fel anmält")
    walker.keeps(0)
    kept = hashlib.sha256(photo.read_bytes()).hexdigest()
    assert walk.said() == [(walk.ids[0], "ok", []), (walk.ids[1], "fault", [kept])]
    assert [url for url in failed if "/static/" in url or "ruta=16" in url] == [], (
        "the list and its map are there without a network"
    )


def test_two_tabs_send_what_was_said_once_and_both_show_it(walk, walker, wire, photo):
    one, other = walk.codes
    walker.opens()
    second = walker.another_tab().opens()
    wire.pull_out()
    walker.says_well(one)
    second.says_loose(other, photo)
    second.keeps(2)

    wire.put_in()

    for tab in (walker, second):
        tab.sees_said(one, "Sedd: som den ska")
        tab.sees_said(other, "Sedd: fel anmält")
        tab.keeps(0)
    assert sorted(mark[:2] for mark in walk.said()) == [
        (walk.ids[0], "ok"), (walk.ids[1], "fault"),
    ]  # fmt: skip
