"""The first look on the phone says what the server says, and stops nobody."""

import io
import re

import pytest
from PIL import Image, ImageFilter, ImageOps
from playwright.sync_api import expect

from grannsamverkan.imaging import measure

pytestmark = pytest.mark.sqlite_only

LOOK = """async (bytes) => {
  const measure = await import("/static/js/lib/measure.js");
  const photo = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(photo.width, photo.height);
  const context = canvas.getContext("2d");
  context.drawImage(photo, 0, 0);
  const { width, height } = canvas;
  const grey = measure.toGrey(context.getImageData(0, 0, width, height).data);
  return [measure.light(grey).median, measure.light(grey).white,
    measure.sharpness(grey, width, height), measure.texture(grey, width, height)];
}"""


def as_jpeg(image):
    output = io.BytesIO()
    image.save(output, "JPEG", quality=92)
    return output.getvalue()


def upright(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


DAMAGES = {
    "none": lambda image: image,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(image.width / 250)),
    "dark": lambda image: image.point(lambda tone: tone // 12),
    "small": lambda image: image.resize((500, 375)),
    "sky": lambda image: Image.new("RGB", image.size, (150, 180, 215)),
}
ADVICE = {
    "blurred": "Fotot är oskarpt",
    "dark": "Fotot är för mörkt",
    "small": "Fotot är för litet",
    "sky": "nästan bara himmel",
}


@pytest.mark.parametrize("damage", ["none", "blurred", "dark"])
def test_the_phone_measures_what_the_server_measures(page, live_server, testdata, damage):
    page.goto(f"{live_server.url}/om")
    for name in ("Apple_iPhone_5.jpg", "Nexus_4.jpg", "Nokia_Lumia_800.jpg"):
        image = upright(testdata / "photos" / "phones" / name)
        image.thumbnail((1000, 1000))
        content = as_jpeg(DAMAGES[damage](image))
        grey = Image.open(io.BytesIO(content)).convert("L")

        median, white, sharpness, texture = page.evaluate(LOOK, list(content))

        brightness, _black, clipped = measure.light(grey)
        assert median == pytest.approx(brightness, abs=0.01)
        assert white == pytest.approx(clipped, abs=0.01)
        assert sharpness == pytest.approx(measure.sharpness(grey), abs=0.02)
        assert texture == pytest.approx(measure.texture(grey), abs=0.02)


@pytest.mark.parametrize("damage", ADVICE)
def test_advice_comes_before_the_photo_is_sent_and_sending_anyway_is_one_press(
    mounter, wire, scene, photo, tmp_path, damage
):  # fmt: skip
    file = tmp_path / f"{damage}.jpg"
    file.write_bytes(as_jpeg(DAMAGES[damage](upright(photo))))
    mounter.opens()

    mounter.picks(file)
    told = mounter.page.locator(".shot__advice", has_text=ADVICE[damage])
    expect(told).to_be_visible()
    expect(told.locator("[aria-hidden=true] svg")).to_be_visible()
    before = scene.photos()
    mounter.keeps(1)
    mounter.opens()
    expect(told.locator("[aria-hidden=true] svg")).to_be_visible()
    mounter.page.get_by_role("button", name="Skicka ändå").click()

    mounter.sees_arrived()
    mounter.keeps(0)
    assert before == []
    assert [one.original for one in scene.photos()]


NO_MEMORY = "HTMLCanvasElement.prototype.getContext = () => null"
NO_ANSWER = """window.createImageBitmap = () => new Promise(() => {});
  const wait = window.setTimeout;
  window.setTimeout = (done, ms, ...given) => wait(done, ms / 100, ...given);"""


@pytest.mark.parametrize("trouble", [NO_MEMORY, NO_ANSWER], ids=["no-memory", "no-answer"])
def test_a_phone_that_cannot_look_sends_all_the_same(mounter, photo, trouble):
    mounter.page.add_init_script(trouble)
    mounter.opens()

    mounter.picks(photo)

    mounter.sees_arrived()


def test_a_photo_chosen_before_the_scripts_are_there_is_sent_by_them(mounter, photo):
    late = []

    def hold(route):
        late.append(route)

    mounter.page.route("**/main.js*", hold)
    mounter.page.goto(mounter.address, wait_until="commit")
    mounter.picks(photo)
    assert mounter.page.locator(".uploads--live").count() == 0

    late[0].continue_()

    mounter.sees_arrived()


def test_the_same_photo_for_two_views_is_asked_about(mounter, wire, scene, photo):
    mounter.opens()
    mounter.picks(photo)
    mounter.sees_arrived()

    mounter.picks(photo, view="Hela stolpen")

    expect(mounter.page.locator(".shot__advice", has_text="Samma foto")).to_be_visible()
    mounter.page.get_by_role("button", name=re.compile("^Ta bort$")).last.click()
    mounter.sees_arrived()
    assert [one.view for one in scene.photos()] == ["fastening"]
