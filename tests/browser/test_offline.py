"""Photos and answers come through, once and whole, whatever the network and the phone do."""

import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.mounting import MountingScene
from tests.support.wire import Wire, port_of

pytestmark = [
    pytest.mark.sqlite_only,
    # Waitress leaves the file of half a body to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

VIEW = "Fästet på nära håll"
ARRIVED_MS = 20_000
KEPT = """async () => {
  const asked = indexedDB.open("grannsamverkan");
  const database = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  if (!database.objectStoreNames.length) return [0, 0, 0];
  const stores = [...database.objectStoreNames];
  const look = database.transaction(stores);
  const counts = await Promise.all(stores.map((name) => new Promise((done) => {
    const counted = look.objectStore(name).count();
    counted.onsuccess = () => done(counted.result);
  })));
  database.close();
  return counts;
}"""


class Mounter:
    """Somebody with a phone and a letter, behind a wire."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(ARRIVED_MS)

    def opens(self) -> "Mounter":
        """Open the letter's page."""
        self.page.goto(self.address)
        expect(self.page.locator(".uploads--live")).to_be_attached()
        return self

    def picks(self, *files: object, view: str = VIEW) -> None:
        """Pick photos of a view."""
        self.page.get_by_label(re.compile(f"^Välj foton.*{view}")).set_input_files(list(files))

    def another_tab(self) -> "Mounter":
        """A second tab of the same browser."""
        return Mounter(self.page.context.new_page(), self.address)

    def sees_arrived(self, count: int = 1) -> None:
        """That many photos stand as saved, and nothing is on its way."""
        expect(self.page.locator("[data-shot]")).to_have_count(count, timeout=ARRIVED_MS)
        expect(self.page.locator(".shot progress")).to_have_count(0)

    def sees_waiting(self) -> None:
        """The page says that the photo is kept until there is a network."""
        expect(self.page.get_by_text("väntar på nät").first).to_be_visible()

    def keeps(self, photos: int, answers: int = 0) -> None:
        """So much lies in the browser's own store: answers, bytes, photos."""
        for _look in range(100):
            found = self.page.evaluate(KEPT)
            if found == [answers, photos, photos]:
                return
            self.page.wait_for_timeout(50)
        assert found == [answers, photos, photos]


@pytest.fixture
def wire(live_server):
    made = Wire(port_of(live_server.url))
    yield made
    made.close()


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def mounter(window, wire, scene):
    return Mounter(window(phone=True), wire.url + scene.mine.path)


@pytest.fixture
def photo(testdata):
    return testdata / "photos" / "phones" / "Apple_iPhone_5.jpg"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def assert_kept_once(scene, *paths):
    """The server has exactly these photos, each with the bytes that were picked."""
    names = [photo.original for photo in scene.photos()]
    assert names == [sha256(path) for path in paths]
    for name, path in zip(names, paths, strict=True):
        assert scene.runtime.storage.get(name) == path.read_bytes()


def test_a_photo_and_answers_wait_for_the_network_and_go_by_themselves(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()

    mounter.picks(photo)
    mounter.page.get_by_label(re.compile("Vilket nummer")).fill("1042")
    mounter.page.get_by_label(re.compile("berätta något mer")).fill("Blött och mörkt")
    mounter.page.get_by_label(re.compile("Din e-post")).focus()
    mounter.sees_waiting()
    mounter.keeps(1, answers=1)
    expect(mounter.page.get_by_text(re.compile(r"Nytt försök om \d+ s"))).to_be_visible()
    assert scene.photos() == []
    wire.put_in()

    mounter.sees_arrived()
    mounter.keeps(0)
    assert_kept_once(scene, photo)
    assert (scene.sign().open_set.post_number, scene.sign().open_set.note) == (
        "1042", "Blött och mörkt",
    )  # fmt: skip


def test_a_connection_cut_in_the_middle_of_the_body_costs_nothing(mounter, wire, scene, photo):
    mounter.opens()
    wire.cut_after = photo.stat().st_size // 2

    mounter.picks(photo)
    mounter.sees_waiting()
    cuts, wire.cut_after = wire.cuts, None

    mounter.sees_arrived()
    mounter.keeps(0)
    assert cuts >= 1
    assert_kept_once(scene, photo)


def test_two_tabs_send_what_is_kept_once_and_both_show_it(mounter, wire, scene, photo, testdata):
    other = testdata / "photos" / "phones" / "Nexus_4.jpg"
    mounter.opens()
    second = mounter.another_tab().opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.sees_waiting()
    second.picks(other, view="Hela stolpen")
    second.keeps(2)

    wire.put_in()

    for tab in (mounter, second):
        tab.sees_arrived(2)
        tab.keeps(0)
    assert_kept_once(scene, photo, other)


def test_a_tab_that_was_closed_sends_when_the_page_is_opened_again(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.page.get_by_label(re.compile("Vilket nummer")).fill("1042")
    mounter.sees_waiting()
    mounter.page.get_by_label(re.compile("Din e-post")).focus()
    mounter.keeps(1, answers=1)
    again = mounter.another_tab()
    mounter.page.close()

    wire.put_in()
    again.opens()

    again.sees_arrived()
    again.keeps(0)
    assert_kept_once(scene, photo)
    assert scene.sign().open_set.post_number == "1042"


def test_what_is_a_day_old_is_removed_and_never_sent(mounter, wire, scene, photo):
    mounter.page.clock.install()
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.sees_waiting()
    mounter.keeps(1)
    wire.put_in()

    mounter.page.clock.fast_forward("24:00:01")

    mounter.keeps(0)
    expect(mounter.page.get_by_text("hann inte skickas inom 24 timmar")).to_be_visible()
    expect(mounter.page.locator(".shot")).to_have_count(0)
    assert scene.photos() == []


def test_sending_goes_on_after_the_press_when_the_network_is_back(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.page.get_by_role("button", name="Granska och skicka").click()
    expect(mounter.page.get_by_text("sidan går vidare när det är framme")).to_be_visible()

    wire.put_in()

    expect(mounter.page.get_by_role("heading", level=1, name="Stämmer det här?")).to_be_visible()
    assert_kept_once(scene, photo)


def test_a_photo_can_be_taken_away_before_it_is_sent(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.sees_waiting()

    mounter.page.get_by_role("button", name="Avbryt").click()
    wire.put_in()

    mounter.keeps(0)
    expect(mounter.page.locator(".shot")).to_have_count(0)
    assert scene.photos() == []


def test_all_that_is_kept_can_be_removed_from_the_phone(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.page.get_by_label(re.compile("Vilket nummer")).fill("1042")
    mounter.page.on("dialog", lambda dialog: dialog.accept())

    mounter.page.get_by_role("button", name="Ta bort från telefonen").click()

    mounter.keeps(0)
    expect(mounter.page.locator(".kept")).to_be_hidden()
