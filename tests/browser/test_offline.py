"""Photos and answers come through, once and whole, whatever the network and the phone do."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from grannsamverkan.signs.views import shell
from tests.browser.mounter import KEEP_OLD, KEPT_PAGES, Mounter
from tests.support.mortal import MortalServer
from tests.support.wire import Wire

pytestmark = [
    pytest.mark.sqlite_only,
    # Waitress leaves the file of half a body to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def assert_kept_once(scene, *paths):
    """The server has exactly these photos, each with the bytes that were picked."""
    names = [photo.original for photo in scene.photos()]
    assert names == [sha256(path) for path in paths]
    for name, path in zip(names, paths, strict=True):
        assert scene.runtime.storage.get(name) == path.read_bytes()


def test_a_photo_and_answers_wait_for_the_network_and_go_by_themselves(
    window, wire, scene, photo, way
):
    mounter = Mounter(window(**way), wire.url + scene.mine.path, way["language"]).opens()
    wire.pull_out()

    mounter.picks(photo)
    mounter.writes("Vilket nummer står på stolpen?", "1042")
    mounter.writes("Vill du berätta något mer?", "Blött och mörkt")
    mounter.sees_waiting()
    mounter.keeps(1, answers=1)
    again = re.escape(mounter.word("Nytt försök om {s} s.")).replace(r"\{s\}", r"\d+")
    expect(mounter.page.get_by_text(re.compile(again))).to_be_visible()
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

    mounter.page.clock.fast_forward("24:00:01")

    mounter.keeps(0)
    wire.put_in()
    expect(mounter.page.get_by_text("hann inte skickas inom 24 timmar")).to_be_visible()
    expect(mounter.page.locator(".shot")).to_have_count(0)
    assert scene.photos() == []


@pytest.mark.parametrize(("hours", "left"), [(25, 0), (23, 1)])
def test_any_page_removes_what_is_a_day_old(page, live_server, hours, left):
    page.goto(f"{live_server.url}/om", wait_until="networkidle")
    page.evaluate(KEEP_OLD, hours)
    browser = Mounter(page, page.url)
    browser.keeps(1, answers=1)

    page.reload(wait_until="networkidle")

    browser.keeps(left, answers=left)


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


def test_the_page_opens_without_a_network_and_sends_when_it_is_back(mounter, wire, scene, photo):
    failed = []
    mounter.opens()
    mounter.page.on("requestfailed", lambda request: failed.append(request.url))
    wire.pull_out()

    mounter.page.reload()
    mounter.page.get_by_text("Sidan visas utan nät").wait_for()
    expect(mounter.page.locator(".uploads--live")).to_be_attached()
    files = [url for url in failed if "/static/" in url]
    mounter.picks(photo)
    mounter.page.get_by_label(re.compile("Vilket nummer")).fill("1042")
    mounter.page.get_by_role("button", name="Granska och skicka").click()
    expect(mounter.page.get_by_text("sidan går vidare när det är framme")).to_be_visible()
    wire.put_in()

    expect(mounter.page.get_by_role("heading", level=1, name="Stämmer det här?")).to_be_visible()
    mounter.keeps(0)
    assert_kept_once(scene, photo)
    assert scene.sign().open_set.post_number == "1042"
    assert files == [], "the shell holds all that the page needs"


def test_the_browser_sends_in_the_background_after_the_tab_was_closed(
    mounter, wire, scene, photo, live_server
):
    mounter.opens()
    elsewhere = mounter.page.context.new_page()
    elsewhere.goto(f"{wire.url}/om")
    wire.pull_out()
    mounter.picks(photo)
    mounter.sees_waiting()
    mounter.page.close()
    wire.put_in()

    background_sync(elsewhere, wire.url)

    Mounter(elsewhere, "").keeps(0)
    assert_kept_once(scene, photo)


def background_sync(page, origin):
    """What the browser does when the network is back and no page of the letter is open."""
    devtools = page.context.new_cdp_session(page)
    found = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda e: found.extend(e["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    [registration] = [one for one in found if one["scopeURL"] == f"{origin}/B/"]
    devtools.send("ServiceWorker.dispatchSyncEvent", {
        "origin": origin,
        "registrationId": registration["registrationId"],
        "tag": "grannsamverkan-send",
        "lastChance": False,
    })  # fmt: skip


def test_a_new_version_replaces_the_kept_files(mounter, monkeypatch):
    mounter.opens()
    [before] = mounter.shells()
    monkeypatch.setattr(shell, "EVERYWHERE_BY_NAME", shell.EVERYWHERE_BY_NAME[:-1])

    mounter.page.reload()

    mounter.looks_until("caches.keys()", lambda names: before not in names)
    assert len(mounter.shells()) == 1


def test_nothing_of_who_is_signed_in_is_kept_and_signing_out_forgets_the_page(signs):
    sign_id = signs.handed_out(signs.active(), "1042")
    page = signs.window_of(signs.maja).page
    path = signs.letter_path(sign_id)
    Mounter(page, path).opens()

    [kept] = page.evaluate(KEPT_PAGES)
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_load_state()

    assert kept["path"] == path
    assert signs.maja.name not in kept["text"]
    assert "Logga ut" not in kept["text"]
    assert page.evaluate(KEPT_PAGES) == []


def test_all_that_is_kept_can_be_removed_from_the_phone(mounter, wire, scene, photo):
    mounter.opens()
    wire.pull_out()
    mounter.picks(photo)
    mounter.page.get_by_label(re.compile("Vilket nummer")).fill("1042")
    mounter.page.on("dialog", lambda dialog: dialog.accept())

    mounter.page.get_by_role("button", name="Ta bort från telefonen").click()

    mounter.keeps(0)
    expect(mounter.page.locator(".kept")).to_be_hidden()


def test_a_server_killed_during_the_upload_gets_the_photo_when_it_is_back(
    runtime, window, scene, photo, settings, tmp_path
):
    server = MortalServer(settings, tmp_path)
    server.start()
    wire = Wire(server.port)
    mounter = Mounter(window(phone=True), wire.url + scene.mine.path).opens()
    wire.slow = True

    mounter.picks(photo)
    mounter.page.get_by_text(re.compile(r"\d+ % · ")).wait_for()
    wire.waits_for_half(photo.stat().st_size)
    server.kill()
    mounter.sees_waiting()
    wire.slow = False
    server.start()

    mounter.sees_arrived()
    mounter.keeps(0)
    assert_kept_once(scene, photo)
    server.kill()
    wire.close()
