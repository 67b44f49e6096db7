"""A mounter shows in an own photo where the post stands, by finger or mouse and by keys."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from grannsamverkan.imaging.looking import height
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import evidence as evidence_queries
from grannsamverkan.signs.usecases import mounting
from tests.browser.scene import HangingSigns
from tests.browser.test_everybody import AXE, RULES, RUN
from tests.usecases.signs.case import GOOD
from tests.usecases.signs.evident import FOCAL_MM, PLATE_MM, SIZE, LookedAt, drawn, evidence

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
TAPPED = (0.46, 0.9)


class EvidentSigns(LookedAt, HangingSigns):
    """Hanging signs whose photos have been looked at."""


@pytest.fixture
def signs(runtime, given, app, somebody, base_url):
    return EvidentSigns(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def sign_id(signs):
    """A sign somebody mounts, with a photo of its whole post that is not sent yet."""
    made = signs.handed_out()
    signs.photo(made, "post")
    return made


@pytest.fixture
def mounter(signs, sign_id, somebody, way):
    """Whoever holds the sign's letter, on the page that asks for the post's foot."""
    person = somebody(**way)
    person.page.add_init_script(AXE)
    person.opens(signs.letter_path(sign_id))
    person.follows("Peka ut stolpens fot")
    expect(frame(person)).to_be_visible()
    return person


def frame(person):
    return person.page.locator(".tap__frame")


def cross(person):
    return frame(person).get_by_role("button", name=re.compile(person.word("Stolpens fot")))


def taps(person, place):
    """Press the picture at a place, and save it."""
    area = frame(person).bounding_box()
    where = {"x": place[0] * area["width"], "y": place[1] * area["height"]}
    frame(person).tap(position=where) if person.phone else frame(person).click(position=where)


def feet(signs, sign_id):
    """Where the mounter has said that the post stands, the newest last; nobody signed in."""
    with signs.runtime.reading(signs.mounter(sign_id)) as work:
        [photo] = queries.sign(work, sign_id).sets[-1].photos
        assert {label.kind for label in photo.labels} <= {"foot"}
        assert {label.by_user for label in photo.labels} <= {None}
        return [tuple(label.places[0]) for label in photo.labels]


def looked_at_again(signs, sign_id):
    """The worker heeds what it is told; returns the foot it was told."""
    with signs.runtime.reading(signs.mounter(sign_id)) as work:
        [photo] = queries.sign(work, sign_id).sets[-1].photos
        told = evidence_queries.asked(work, photo).foot
    before = evidence("post")
    post = replace(before.post, foot=told, foot_from="person")
    known = height.Known(
        SIZE, before.sign.corners, PLATE_MM, told, post, focal_35mm=FOCAL_MM, foot_from="person"
    )
    found = replace(before, post=post, lower_edge=height.from_places(known))
    signs.looked_at(photo.id, found, drawn("post").picture)
    return told


def test_a_press_tells_the_foot_and_the_reviewer_reads_whose_word_it_is(
    mounter, signs, sign_id, way
):
    taps(mounter, TAPPED)
    mounter.presses("Spara platsen")

    mounter.reads("Stolpens fot är utpekad.")
    assert feet(signs, sign_id) == [pytest.approx(TAPPED, abs=0.01)]
    told = looked_at_again(signs, sign_id)
    assert told == pytest.approx(TAPPED, abs=0.01)
    with signs.runtime.work(signs.mounter(sign_id)) as work:
        mounting.send_photos(work, sign_id, replace(GOOD, lower_edge_m=None))
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/{sign_id}/granska")
    expect(reviewer.page.locator("main")).to_contain_text(
        reviewer.word("Foten är utpekad av en person.")
    )


def test_keys_alone_do_the_same(mounter, signs, sign_id):
    for _step in range(40):
        mounter.keys("Tab")
        if cross(mounter).evaluate("one => one === document.activeElement"):
            break
    expect(cross(mounter)).to_be_focused()
    expect(mounter.page.locator(".loupe")).to_be_visible()

    mounter.keys("Shift+ArrowDown", "Shift+ArrowDown", "ArrowLeft")
    said = mounter.word("{x} % från vänster, {y} % uppifrån").replace("{x}", "50")
    expect(frame(mounter).locator("~ [role=status]")).to_contain_text(said.replace("{y}", "58"))
    mounter.keys("Enter")

    mounter.reads("Stolpens fot är utpekad.")
    assert feet(signs, sign_id) == [pytest.approx((0.495, 0.58))]


def test_nothing_is_saved_before_a_place_is_pointed_out(mounter, signs, sign_id):
    mounter.presses("Spara platsen")

    mounter.reads("Peka ut platsen i bilden först.")
    expect(cross(mounter)).to_be_focused()
    assert feet(signs, sign_id) == []


def test_what_was_said_before_stands_there_and_can_be_dragged(mounter, signs, sign_id):
    taps(mounter, TAPPED)
    mounter.presses("Spara platsen")
    mounter.follows("Peka ut stolpens fot igen")
    handle = cross(mounter).bounding_box()
    area = frame(mounter).bounding_box()
    start = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2

    mouse = mounter.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 0.2 * area["width"], start[1] - 0.1 * area["height"], steps=4)
    mouse.up()
    mounter.presses("Spara platsen")

    mounter.reads("Stolpens fot är utpekad.")
    moved = TAPPED[0] + 0.2, TAPPED[1] - 0.1
    assert feet(signs, sign_id)[-1] == pytest.approx(moved, abs=0.02)


def test_the_whole_picture_and_the_button_are_seen_at_once(mounter):
    taps(mounter, TAPPED)
    frame(mounter).scroll_into_view_if_needed()

    screen = mounter.page.viewport_size
    picture = frame(mounter).bounding_box()
    assert picture["height"] <= screen["height"] * 0.7
    assert picture["width"] <= screen["width"]
    button = mounter.button("Spara platsen").bounding_box()
    assert 0 <= button["y"] <= screen["height"] - button["height"]
    faults = [(one["id"], one["nodes"][0]["html"]) for one in mounter.page.evaluate(RUN, RULES)]
    assert faults == []
