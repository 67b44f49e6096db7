"""What to do better with a photo: one sentence and a drawing of it, on the letter's pages."""

import io

import pytest
from PIL import Image, ImageOps

from grannsamverkan.signs import words
from tests.support.mounting import MountingScene, examined, send_photo


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def dark_photo(testdata):
    photo = ImageOps.exif_transpose(Image.open(testdata / "photos/phones/Apple_iPhone_5.jpg"))
    output = io.BytesIO()
    photo.convert("RGB").point(lambda tone: tone // 12).save(output, "JPEG")
    return output.getvalue()


def sent(client, scene, content):
    """Send a photo as a script does; returns the newest answer about it once it was examined."""
    answer = send_photo(client, scene.mine.path, content, "fastening")
    return examined(client, scene.mine.path, answer)


def advice_in(page, *, for_scripts=False):
    """Each piece of advice on a page, or kept there for scripts: its element by its sentence."""
    drawn = [e for e in page.all("div") if "shot__advice" in e.attrib.get("class", "").split()]
    found = [e for e in drawn if page.is_inside(e, "template") == for_scripts]
    return {" ".join("".join(e.itertext()).split()): e for e in found}


def drawing_of(advice):
    """The drawing beside a sentence, which nobody hears twice."""
    [drawing] = [e for e in advice.iter() if "drawing" in e.attrib.get("class", "").split()]
    assert drawing.attrib["aria-hidden"] == "true"
    return [e for e in drawing.iter() if str(e.tag).endswith("path")]


def test_the_phone_finds_each_advice_with_its_drawing_in_the_page(client, scene):
    advice = advice_in(client.page(scene.mine.path), for_scripts=True)

    by_finding = {e.attrib["data-finding"]: said for said, e in advice.items()}
    assert by_finding == {code: str(text) for code, text in words.PHONE_ADVICE.items()}
    assert all(drawing_of(one) for one in advice.values())


def test_what_the_server_says_of_a_photo_stands_beside_its_drawing(client, scene, dark_photo):
    sent(client, scene, dark_photo)

    told = advice_in(client.page(scene.mine.path))

    assert str(words.ADVICE["dark_not_ok"]) in told
    assert all(drawing_of(one) for one in told.values())


def test_scripts_get_the_same_advice_as_plain_sentences(client, scene, dark_photo):
    said = sent(client, scene, dark_photo)

    assert str(words.ADVICE["dark_not_ok"]) in said["advice"]
    assert said["html"].count('class="shot__advice"') == len(said["advice"])


def test_the_summary_draws_its_tips(client, scene, dark_photo):
    sent(client, scene, dark_photo)

    told = advice_in(client.page(f"{scene.mine.path}/skicka"))

    assert str(words.ADVICE["views_missing"]) in told
    assert all(drawing_of(one) for one in told.values())
