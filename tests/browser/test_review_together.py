"""Several cases in one press, and marks that stay where they were put."""

import io

import pikepdf
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from grannsamverkan.signs.models import Sign

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_two_cases_are_decided_together_by_keys_and_taken_back_by_one(signs, clear_cases, way):
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens("/granskning")

    reviewer.keys("x", "x")
    reviewer.reads(reviewer.word("{n} valda").format(n=2))
    reviewer.keys("b")
    reviewer.sees_page("Avgör flera tillsammans")
    reviewer.keys("r")
    expect(reviewer.field("Färdig text")).to_be_focused()
    reviewer.field("Färdig text").select_option("steel_on_zinc")
    reviewer.presses("Läs breven")
    reviewer.sees_page("Läs breven innan de går")
    assert [signs.sign(one).state for one in clear_cases] == ["photos_sent"] * 3
    reviewer.presses("Skicka besluten")
    decided = reviewer.count("%(num)s skylt avgjord.", "%(num)s skyltar avgjorda.", 2)
    reviewer.reads(decided)
    assert [signs.sign(one).state for one in clear_cases] == [
        "correction_ordered",
        "correction_ordered",
        "photos_sent",
    ]

    reviewer.keys("u")

    undone = (
        "Beslutet är ångrat. Inget brev har gått.",
        "%(num)s beslut är ångrade. Inga brev har gått.",
    )
    reviewer.reads(reviewer.count(*undone, 2))
    assert [signs.sign(one).state for one in clear_cases] == ["photos_sent"] * 3


def test_a_colleague_is_seen_in_the_same_case_and_gone_when_she_leaves(signs, clear_cases):
    greta = signs.window_of(signs.staff("Greta Granskare", ("reviewer", None)))
    gustav = signs.window_of(signs.reviewer)
    with greta.page.expect_response("**/narvaro"):
        greta.opens(f"/skyltar/{clear_cases[0]}/granska")

    gustav.opens(f"/skyltar/{clear_cases[0]}/granska")

    gustav.reads("Greta Granskare har ärendet öppet just nu.")


def test_a_sign_is_ordered_down_by_key_and_taken_back(signs, clear_cases):
    reviewer = signs.window_of(signs.reviewer)
    reviewer.opens(f"/skyltar/{clear_cases[0]}/granska")
    reviewer.keys("t")
    expect(reviewer.field("Färdig text")).to_be_focused()
    reviewer.field("Vad är fel, och varför?").fill("Skylten skymmer ett vägmärke.")
    reviewer.presses("Läs brevet")
    reviewer.presses("Skicka beslutet")
    reviewer.reads("Breven går om")
    assert signs.sign(clear_cases[0]).state == "take_down_ordered"

    reviewer.keys("u")

    reviewer.reads("Beslutet är ångrat. Inget brev har gått.")
    assert signs.sign(clear_cases[0]).state == "photos_sent"


def test_marks_stay_where_they_were_put_by_pointer_and_by_keys_also_in_the_letter(
    signs, clear_cases, inbox, clock, way
):
    first = clear_cases[0]
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/{first}/granska")
    ring_by_pointer(reviewer, 0.3, 0.4)
    arrow_by_keys(reviewer)

    reviewer.page.reload()
    reviewer.keys("1")
    assert drawn_at(reviewer, "1. tråden") == pytest.approx((0.3, 0.4), abs=0.01)
    reviewer.keys("2")
    arrow = reviewer.page.get_by_role("button", name="1. bandet")
    expect(arrow).to_be_visible()
    kept = marks_of(signs, first)
    assert (kept["tråden"].x, kept["tråden"].y) == pytest.approx((0.3, 0.4), abs=0.01)
    assert (kept["bandet"].x, kept["bandet"].y) == pytest.approx((5 / 6 - 0.02, 0.51), abs=0.01)

    reviewer.keys("l")
    expect(arrow).to_be_hidden()
    reviewer.keys("l")
    expect(arrow).to_be_visible()

    reviewer.keys("r")
    reviewer.field("Färdig text").select_option("steel_on_zinc")
    reviewer.presses("Läs brevet")
    shows = (
        "Brevet visar %(num)s foto med dina märken.",
        "Brevet visar %(num)s foton med dina märken.",
    )
    reviewer.reads(reviewer.count(*shows, 2))
    reviewer.presses("Skicka beslutet")
    expect(reviewer.button("Ångra").first).to_be_visible()
    clock.forward(seconds=11)
    inbox.settle()
    reviewer.opens(f"/skyltar/{first}/granska")
    letter = reviewer.downloads(reviewer.link("Brevet som PDF (%(language)s)", language="sv"))
    boxes = painted_in(letter, signs, first)
    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in boxes]
    tips = [box[2:] for box in boxes]
    assert any(one == pytest.approx((0.3, 0.4), abs=0.03) for one in middles), boxes
    assert any(one == pytest.approx((5 / 6 - 0.02, 0.51), abs=0.03) for one in tips), boxes


def ring_by_pointer(reviewer, x, y):
    reviewer.is_ready()
    photo = reviewer.page.locator(".photo[data-current]")
    reviewer.press(photo.get_by_text(reviewer.word("Märk ut en plats")))
    photo.get_by_label(reviewer.word("Vad visar märket?")).fill("tråden")
    image = photo.locator("img").first
    image.evaluate("image => image.scrollIntoView({ block: 'center' })")
    left, top = image.evaluate(PLACE, [x, y])
    touch = reviewer.page.touchscreen.tap if reviewer.phone else reviewer.page.mouse.click
    touch(left, top)
    expect(reviewer.page.get_by_role("button", name="1. tråden")).to_be_attached()


def arrow_by_keys(reviewer):
    reviewer.keys("2")
    photo = reviewer.page.locator(".photo[data-current]")
    reviewer.keys("p")
    expect(photo.get_by_role("radio", name=reviewer.word("Ring"))).to_be_focused()
    reviewer.keys("ArrowDown")
    photo.get_by_label(reviewer.word("Var i fotot")).focus()
    reviewer.page.keyboard.type(reviewer.word("till höger"))
    photo.get_by_label(reviewer.word("Vad visar märket?")).focus()
    reviewer.page.keyboard.type("bandet")
    reviewer.keys("Enter")
    arrow = reviewer.page.get_by_role("button", name="1. bandet")
    expect(arrow).to_be_visible()
    arrow.focus()
    with reviewer.page.expect_response("**/marken/*"):
        reviewer.keys("ArrowLeft", "ArrowLeft", "ArrowDown")


PLACE = """(image, [x, y]) => {
  const box = image.getBoundingClientRect();
  const scale = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  return [
    box.left + (box.width - width) / 2 + x * width,
    box.top + (box.height - height) / 2 + y * height,
  ];
}"""


def drawn_at(reviewer, name):
    """The middle of a ring as it stands on the screen, as shares of the photo."""
    box = reviewer.page.get_by_role("button", name=name).bounding_box()
    image = reviewer.page.locator(".photo[data-current] img").first
    left, top = image.evaluate(PLACE, [0, 0])
    right, bottom = image.evaluate(PLACE, [1, 1])
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return (x - left) / (right - left), (y - top) / (bottom - top)


def marks_of(signs, sign_id):
    with signs.runtime.reading() as work:
        photos = work.get(Sign, sign_id).sent_set.photos
        return {mark.label: mark for photo in photos for mark in photo.marks}


def painted_in(path, signs, sign_id):
    """The box round what is painted in each of the letter's two pictures, as shares of it."""
    with signs.runtime.reading() as work:
        photos = [photo for photo in work.get(Sign, sign_id).sent_set.photos if photo.marks]
        clean = [Image.open(io.BytesIO(work.storage.get(photo.stored))) for photo in photos]
    with pikepdf.open(path) as pdf:
        found = [
            pikepdf.PdfImage(image).as_pil_image().convert("RGB")
            for page in pdf.pages
            for image in page.get_images().values()
        ]
    assert len(found) == len(photos) == 2
    return [reddened(one, min(clean, key=lambda photo: unlike(one, photo))) for one in found]


def unlike(one, other):
    """How much two pictures differ, seen from afar."""
    small = [image.convert("RGB").resize((48, 48)) for image in (one, other)]
    spread = ImageChops.difference(*small).convert("L").histogram()
    return sum(value * number for value, number in enumerate(spread))


def reddened(painted, clean):
    """The box of what is brick in one picture and not in the other, as shares."""
    before = clean.convert("RGB").resize(painted.size)
    changed = ImageChops.difference(painted, before).convert("L").point(lambda v: 255 * (v > 30))
    red, green, blue = painted.split()
    brick = Image.eval(red, lambda v: 255 * (130 < v < 215))
    for part in (green, blue):
        brick = ImageChops.multiply(brick, Image.eval(part, lambda v: 255 * (v < 90)))
    left, top, right, bottom = ImageChops.multiply(brick, changed).getbbox()
    width, height = painted.size
    return left / width, top / height, right / width, bottom / height
