"""What a look found, as the reviewer sees and corrects it, on a phone and at a desk."""

import re
from dataclasses import replace
from time import monotonic

import pytest
from playwright.sync_api import expect

from grannsamverkan.signs import queries
from grannsamverkan.signs.words.layers import LAYER_KEYS
from tests.browser.persons import PATIENCE_MS
from tests.browser.scene import HangingSigns
from tests.browser.test_everybody import AXE, RULES, RUN
from tests.usecases.signs.case import GOOD
from tests.usecases.signs.evident import LookedAt, drawn, evidence

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
SHOWN = {"outline", "ruler"}
"""The layers of the photo of the whole post that are seen before anybody has chosen."""


class EvidentSigns(LookedAt, HangingSigns):
    """Hanging signs whose photos have been looked at."""


@pytest.fixture
def signs(runtime, given, app, somebody, base_url):
    return EvidentSigns(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def case(signs):
    """A sign whose height nobody has stated: the photo tells it."""
    return signs.photos_sent(statements=replace(GOOD, lower_edge_m=None))


@pytest.fixture
def reviewer(signs, case, way):
    """A reviewer who has the case open, at its photo of the whole post."""
    person = signs.window_of(signs.reviewer, **way)
    person.page.add_init_script(AXE)
    person.opens(f"/skyltar/{case}/granska")
    person.keys("2")
    return person


def photo_of(signs, case):
    return next(p for p in signs.sign(case).sent_set.photos if p.view == "post").id


def labels(signs, photo_id):
    with signs.runtime.reading(signs.reviewer.actor) as work:
        return {one.kind: one.places for one in queries.photo(work, photo_id).labels}


def figure(person):
    return person.page.locator(".photo[data-current]")


def seen(person):
    """The layers that are drawn and can be seen."""
    drawn_ones = figure(person).locator(".layers [data-layer]")
    return {
        one.get_attribute("data-layer")
        for one in drawn_ones.all()
        if one.evaluate("one => getComputedStyle(one).display") != "none"
    }


def faults(person):
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in person.page.evaluate(RUN, RULES)]


def metres(text):
    """The figure in "2,31 m ± 0,08" or "2.31 m ± 0.08"."""
    return float(re.match(r"(\d+[.,]\d+)", text).group(1).replace(",", "."))


def live(person):
    """The height that stands in the photo while something is pointed out."""
    return metres(figure(person).locator(".points text").text_content())


def follows(person, wanted):
    """The height in the photo comes to be as wanted; the answers are on their way for a while."""
    deadline = monotonic() + PATIENCE_MS / 1000
    while not wanted(live(person)):
        assert monotonic() < deadline, live(person)
        person.page.wait_for_timeout(50)


def begins(person, what):
    """Open the tool by its key and choose, by keys alone, what to point out."""
    person.keys("e")
    name = re.compile(rf"^{re.escape(person.word(what))}")
    choice = figure(person).get_by_role("radio", name=name)
    expect(figure(person).locator(".point-form input[type=radio]").first).to_be_focused()
    for _turn in range(6):
        if choice.is_checked():
            break
        person.keys("ArrowDown")
    expect(choice).to_be_checked()
    person.keys("Enter")


def test_each_layer_is_switched_by_its_key_and_stays_so_on_the_next_page(reviewer, case):
    assert seen(reviewer) == SHOWN
    there = {"outline", "ruler", "post", "covered"}

    for name in sorted(there):
        before = seen(reviewer)
        reviewer.keys(LAYER_KEYS[name])
        assert seen(reviewer) == before ^ {name}
        pressed = str(name in seen(reviewer)).lower()
        button = figure(reviewer).locator(f".layer-item[data-layer={name}] button")
        expect(button).to_have_attribute("aria-pressed", pressed)
    assert seen(reviewer) == there - SHOWN
    said = figure(reviewer).locator(".layers").get_attribute("aria-label")
    assert said.endswith(
        f"{reviewer.word('Stolpen').lower()}, {reviewer.word('Täckta ytor').lower()}"
    )

    reviewer.page.reload()
    reviewer.keys("2")
    assert seen(reviewer) == there - SHOWN


def test_the_page_with_its_layers_and_tools_is_for_everybody(reviewer):
    for name in ("post", "covered"):
        reviewer.keys(LAYER_KEYS[name])
    begins(reviewer, "Skyltens fyra hörn")

    assert faults(reviewer) == []
    width = reviewer.page.viewport_size["width"]
    assert reviewer.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_corner_is_moved_by_keys_the_height_follows_and_enter_keeps(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    begins(reviewer, "Skyltens fyra hörn")
    expect(figure(reviewer).locator(".points text")).not_to_be_empty()
    start = live(reviewer)
    assert start == pytest.approx(evidence("post").lower_edge.lower_edge_m, abs=0.1)

    reviewer.keys("Tab", "Tab", *["Shift+ArrowDown"] * 2, "Tab", *["Shift+ArrowDown"] * 2)

    follows(reviewer, lambda now: now < start - 0.05)
    assert labels(signs, photo_id) == {}
    reviewer.keys("Enter")
    reviewer.reads("Ta tillbaka")
    kept = labels(signs, photo_id)["corners"]
    found = evidence("post").sign.corners
    assert kept[0] == pytest.approx(found[0], abs=1e-4)
    assert [kept[n][1] - found[n][1] for n in (2, 3)] == pytest.approx([0.015, 0.015], abs=1e-4)


def test_a_corner_that_was_dragged_is_kept_when_it_has_rested_for_a_while(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    begins(reviewer, "Skyltens fyra hörn")
    handle = figure(reviewer).locator(".points__handle").nth(2)
    box = handle.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = reviewer.page.mouse

    mouse.move(*middle)
    mouse.down()
    mouse.move(middle[0] + 4, middle[1] + 8, steps=4)
    mouse.up()

    expect(figure(reviewer).locator(".point-form__help")).to_have_text(
        reviewer.word("Sparat. Fotot mäts om.")
    )
    moved, found = labels(signs, photo_id)["corners"], evidence("post").sign.corners
    assert moved[0] == pytest.approx(found[0], abs=1e-4)
    assert moved[2][1] > found[2][1] + 0.01


def test_escape_leaves_everything_as_it_was(reviewer, signs, case):
    begins(reviewer, "Skyltens fyra hörn")
    reviewer.keys("ArrowDown", "Escape")

    expect(figure(reviewer).locator(".points")).to_have_count(0)
    assert labels(signs, photo_of(signs, case)) == {}
    expect(figure(reviewer).locator(".pointing summary")).to_be_focused()


def test_a_press_says_where_the_foot_is(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    begins(reviewer, "Stolpens fot")
    area = figure(reviewer).locator(".photo__frame img").bounding_box()
    x, y = evidence("post").post.foot
    picture = drawn("post").image.shape
    high = area["height"]
    wide = high * picture[1] / picture[0]

    where = {
        "x": (area["width"] - wide) / 2 + x * wide,
        "y": (y + 0.02) * high,
    }
    overlay = figure(reviewer).locator(".points")
    overlay.tap(position=where) if reviewer.phone else overlay.click(position=where)

    reviewer.reads("Ta tillbaka")
    assert labels(signs, photo_id)["foot"] == [pytest.approx([x, y + 0.02], abs=0.01)]


def test_what_is_to_be_covered_is_hidden_and_comes_back_by_itself(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    begins(reviewer, "Täck mer")
    reviewer.keys("Shift+ArrowRight", "+", "Enter")

    reviewer.reads(
        "Ett foto görs i ordning: ansikten, bilar och text täcks innan någon ser det. Det brukar ta"
        " några sekunder, och sidan läses in igen av sig själv."
    )
    expect(reviewer.page.locator(f"#foto-{photo_id}")).to_have_count(0)
    signs.looked_at(photo_id, evidence("post"), drawn("post").picture)

    expect(reviewer.page.locator(f"#foto-{photo_id}")).to_have_count(1)
    ((left, top), (right, bottom)) = labels(signs, photo_id)["cover"]
    assert left < right
    assert top < bottom


def test_without_a_script_the_figures_outline_and_ruler_are_there(signs, case, somebody):
    person = signs.window_of(signs.reviewer, javascript=False)
    person.opens(f"/skyltar/{case}/granska")

    shown = person.page.locator(f"#foto-{photo_of(signs, case)}")

    expect(shown).to_contain_text("krav 2,5 m över gångbana")
    expect(shown.locator(".layers .layer--outline")).to_be_visible()
    expect(shown.locator(".layers .layer--ruler")).to_be_visible()
    expect(shown.locator(".layers .layer--covered")).to_be_hidden()
