"""Fixtures of the browser tests: a town, its mail, and people with windows."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from grannsamverkan.signs.models import CheckResult
from tests.browser.mounter import Mounter
from tests.browser.persons import PATIENCE_MS, Person
from tests.browser.scene import EveryPage, HangingSigns
from tests.browser.town import Inbox, Town
from tests.support.mounting import MountingScene
from tests.support.wire import Wire, port_of

NARROW = 360
"""The width of a small phone in CSS pixels."""


def pytest_configure():
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(
    params=[{"language": "sv", "phone": True}, {"language": "en", "phone": False}],
    ids=["sv-phone", "en-desk"],
)
def way(request) -> dict:
    """How people of a journey come: in Swedish on a phone, and once more in English at a desk."""
    return request.param


@pytest.fixture
def inbox(runtime, tmp_path):
    """The mail that the live worker sends."""
    return Inbox(runtime, tmp_path / "mail")


@pytest.fixture
def town(runtime, given):
    """The town, whose staff reads Swedish."""
    return Town(runtime, given)


@pytest.fixture
def photos(testdata) -> dict[str, Path]:
    """Three real photos by the view they stand for: two with GPS, one of them HEIC."""
    real = testdata / "images-real"
    return {
        "Fästet på nära håll": testdata / "photos" / "phones" / "Apple_iPhone_5.jpg",
        "Hela stolpen": real / "exif-samples-heic__IMG_5195.HEIC",
        "Vyn längs vägen": real / "exif-samples__gps_DSCN0012.jpg",
    }


@pytest.fixture
def somebody(window):
    """Gives people: `somebody("en", phone=True)` opens a window of their own."""

    def open_window(language="sv", *, phone=False, javascript=True):
        page = window(
            phone=phone,
            language=language,
            javascript=javascript,
            width=NARROW if phone else None,
        )
        return Person(page, language, phone=phone)

    return open_window


@pytest.fixture
def signs(runtime, given, app, somebody, base_url):
    """An active, trained group with posts and a reviewer; see `HangingSigns`."""
    return HangingSigns(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def wire(live_server):
    """Between phones and the live server; a test can pull it out."""
    made = Wire(port_of(live_server.url))
    yield made
    made.close()


@pytest.fixture
def scene(runtime, given):
    """Two signs, each with its letter."""
    return MountingScene(runtime, given)


@pytest.fixture
def mounter(window, wire, scene):
    """Somebody with the first sign's letter."""
    return Mounter(window(phone=True), wire.url + scene.mine.path)


@pytest.fixture
def photo(testdata):
    """A good photo of a phone's."""
    return testdata / "photos" / "phones" / "Apple_iPhone_5.jpg"


@pytest.fixture
def everything(runtime, given, app, somebody, base_url):
    """A world with one of everything, whose people have windows."""
    return EveryPage(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def clear_cases(signs, given):
    """Three signs whose every check is ok, in the order of the queue."""
    group_id = signs.active()
    made = [
        signs.photos_sent(signs.handed_out(group_id, number)) for number in ("1042", "1043", "1044")
    ]
    with given() as work:
        for check in work.session.query(CheckResult):
            check.verdict = "ok"
    return made
