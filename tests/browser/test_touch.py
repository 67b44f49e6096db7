"""Drawing with a finger on a small phone: the page rolls past the map, and corners are large."""

import pytest

from tests.browser.scene import EveryPage

pytestmark = pytest.mark.sqlite_only
SMALLEST_PX = 44


@pytest.fixture
def world(runtime, given, app, somebody, base_url):
    return EveryPage(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def maja(world):
    """The contact person on a phone, where the group's area is changed."""
    maja = world.window_of(world.maja, phone=True)
    maja.opens(f"/grupper/{world.group_id}/andra-omrade")
    maja.page.locator(".map .leaflet-marker-icon").first.wait_for()
    return maja


def drags(page, x, y, by):
    """A finger goes `by` pixels down the screen, as fast as one reads."""
    session = page.context.new_cdp_session(page)
    for step in range(11):
        kind = "touchMove" if step else "touchStart"
        points = [{"x": x, "y": y + by * step / 10}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(30)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_one_finger_rolls_the_page_past_the_map(maja):
    ground = maja.page.locator(".map__ground")
    ground.scroll_into_view_if_needed()
    box, before = ground.bounding_box(), maja.page.evaluate("scrollY")

    drags(maja.page, box["x"] + box["width"] / 2, box["y"] + box["height"] - 60, -150)

    maja.page.wait_for_function("before => scrollY > before + 50", arg=before)
    maja.reads("Flytta kartan med två fingrar. Med ett finger rullar du sidan.")


def test_every_handle_is_large_enough_for_a_finger(maja):
    handles = maja.page.locator(".map .leaflet-marker-draggable").all()
    boxes = [one.bounding_box() for one in handles]

    assert boxes
    assert min(min(box["width"], box["height"]) for box in boxes) >= SMALLEST_PX
