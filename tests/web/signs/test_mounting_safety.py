"""Whom a letter lets in and what it never gives out: foreign letters, hostile files, metadata."""

import io
import re

import pytest
from PIL import Image

from grannsamverkan.core import codes
from grannsamverkan.signs.models import Sign
from tests.support.html import Page
from tests.support.mounting import LETTER_DAYS, MountingScene, examined, phone_photo, send_photo

JSON = {"Accept": "application/json"}
CANARY = b"GSTEST-CANARY"
# Segments of a JPEG that carry words or positions: EXIF and XMP, ICC, Photoshop, comment.
METADATA = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"ICC_PROFILE", b"Photoshop 3.0", b"\xff\xfe")


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


def upload(client, path, content):
    return send_photo(client, path, content, "post")


def every_page(letter, photo_id):
    photo = f"{letter.path}/foton/{photo_id}"
    yield "GET", letter.path
    yield "POST", letter.path
    yield "GET", f"{letter.path}/skicka"
    yield "POST", f"{letter.path}/skicka"
    yield "POST", f"{letter.path}/foton"
    yield "GET", f"{photo}.json"
    yield "POST", f"{photo}/ta-bort"
    yield "GET", f"{photo}/liten.jpg"
    yield "GET", f"{photo}/stor.jpg"


def expire(scene, clock):
    clock.forward(days=LETTER_DAYS, seconds=1)


def cancel(scene, clock):
    with scene.given() as work:
        work.get(Sign, scene.mine.sign_id).state = "cancelled"


def renew(scene, clock):
    with scene.given() as work:
        work.get(Sign, scene.mine.sign_id).letter_hash = codes.token_hash(codes.new_token())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("end_letter", [expire, cancel, renew])
def test_a_letter_that_is_over_opens_nothing_and_says_no_more_than_an_invented_one(
    client, scene, clock, testdata, end_letter
):
    photo_id = upload(client, scene.mine.path, phone_photo(testdata)).json["id"]
    pages = list(every_page(scene.mine, photo_id))

    end_letter(scene, clock)

    for method, path in pages:
        invented = path.replace(scene.mine.token, codes.new_token())
        answers = [client.open(p, method=method) for p in (path, invented)]
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
        words = [Page(answer.get_data(as_text=True)).text() for answer in answers]
        assert words[0] == words[1]
        assert "Länken går inte att använda" in words[0]


@pytest.mark.sqlite_only
def test_a_letter_opens_no_photo_of_another_sign(client, scene, testdata):
    foreign = upload(client, scene.other.path, phone_photo(testdata)).json["id"]
    mine = f"{scene.mine.path}/foton/{foreign}"

    answers = [client.get(mine + end) for end in (".json", "/liten.jpg", "/stor.jpg")]
    client.post(f"{mine}/ta-bort")

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [photo.id for photo in scene.photos(scene.other)] == [foreign]


@pytest.mark.sqlite_only
def test_a_labels_code_never_opens_the_letters_page(client, scene):
    assert client.get(f"/B/{scene.mine.code}").status_code == 404

    label = client.page(f"/S/{scene.mine.code}")

    forms = [form for form in label.all("form") if label.is_inside(form, "main")]
    assert forms == []
    assert scene.mine.token not in str([a.attrib["href"] for a in label.all("a")])


@pytest.mark.sqlite_only
def test_the_label_says_whose_sign_it_is_and_whom_to_call(client, scene):
    words = client.page(f"/S/{scene.mine.code}").text()

    for known in (codes.pretty(scene.mine.code), "Björkvägen", "Alby kommun", "0521-72 10 00"):
        assert known in words
    assert "trygg@alby.example" in words
    assert "112" in words
    assert "Storgatan" not in words


@pytest.mark.sqlite_only
def test_a_label_of_a_sign_that_does_not_hang_is_as_unknown_as_an_invented_code(client, scene):
    with scene.given() as work:
        work.get(Sign, scene.mine.sign_id).state = "planned"

    answers = [client.get(f"/S/{code}") for code in (scene.mine.code, codes.new_code(), "X", "å")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({Page(answer.get_data(as_text=True)).text() for answer in answers}) == 1


@pytest.mark.sqlite_only
def test_codes_typed_by_hand_in_small_letters_and_groups_find_their_page(client, scene):
    typed = codes.pretty(scene.mine.token, 4).lower()
    code = codes.pretty(scene.mine.code).lower()

    assert client.submit("/B", {"token": typed}).location == scene.mine.path
    assert client.submit("/S", {"code": code}).location == f"/S/{scene.mine.code}"
    assert client.page(f"/b/{scene.mine.token.lower()}").heading() == "Skicka foton av skylten"
    assert client.page(f"/s/{scene.mine.code.lower()}").heading().startswith("Skylt ")
    assert client.get("/b").location == "/B"
    assert client.get("/s").location == "/S"


@pytest.mark.sqlite_only
def test_a_wrongly_typed_code_is_told_beside_the_field_with_the_text_kept(client, scene):
    wrong_letter = client.submit("/B", {"token": "abcd efgh"})
    wrong_label = client.submit("/S", {"code": "ABCDEF"})

    for answer, typed in ((wrong_letter, "abcd efgh"), (wrong_label, "ABCDEF")):
        assert answer.status_code == 422
        assert typed in answer.get_data(as_text=True)
    assert "gäller brevet inte längre" in wrong_letter.get_data(as_text=True)
    assert "Ett tecken är fel" in wrong_label.get_data(as_text=True)


@pytest.mark.sqlite_only
def test_a_code_that_is_too_short_or_long_is_told_how_long_it_is(client, scene):
    for typed in ("K7Q", "K7Q4MR2"):
        answer = client.submit("/S", {"code": typed})
        assert "Koden har sex tecken" in answer.get_data(as_text=True)


@pytest.mark.sqlite_only
def test_neither_page_nor_log_tells_another_site_or_reader_the_letters_secret(
    client, scene, testdata, caplog
):
    caplog.set_level(0)
    upload(client, scene.mine.path, phone_photo(testdata))
    upload(client, scene.mine.path, b"no photo")
    page = client.get(scene.mine.path).get_data(as_text=True)

    assert scene.mine.token not in caplog.text
    assert not re.findall(r"""(?:href|src|action)=["'](?:https?:)?//""", page)


REAL = (
    "exif-samples__gps_DSCN0012.jpg",
    "exif-samples-heic__IMG_5195.HEIC",
    "exif-samples__xmp_no_exif.jpg",
    "libvips__ultra-hdr.jpg",
    "mex-phone__Samsung_SM-J327T1.jpg",
    "pillow_heif__heif_other_L_exif_xmp_iptc.heic",
)
CARRIERS = (
    "own__meta_jpeg_gps_xmp_xss.jpg",
    "own__meta_heic_gps_xmp.heic",
    "own__meta_exif_garbage.jpg",
    "own__meta_orientation_6.jpg",
)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", [*REAL, *CARRIERS])
def test_no_served_byte_carries_what_the_camera_wrote(client, scene, testdata, name):
    folder = "images-own" if name.startswith("own__") else "images-real"
    sent = upload(client, scene.mine.path, (testdata / folder / name).read_bytes())
    shown = examined(client, scene.mine.path, sent)

    assert shown["state"] == "ready", shown
    for address in (shown["thumbnail_url"], shown["picture_url"]):
        picture = client.get(address)
        assert picture.mimetype == "image/jpeg"
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in picture.headers["Content-Security-Policy"]
        assert not [mark for mark in METADATA if mark in picture.data]
        assert CANARY not in picture.data
    page = client.get(scene.mine.path).data
    assert CANARY not in page


@pytest.mark.sqlite_only
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_photo_that_an_app_has_saved_in_another_format_is_taken_in_too(
    client, scene, testdata, kind
):
    saved = io.BytesIO()
    Image.open(io.BytesIO(phone_photo(testdata))).save(saved, kind)

    examined(client, scene.mine.path, upload(client, scene.mine.path, saved.getvalue()))

    assert [(p.state, p.format) for p in scene.photos()] == [("ready", kind)]


BAD = (
    "own__fake_html_named.jpg",
    "own__fake_svg_script.svg",
    "own__fake_only_soi.jpg",
    "own__bomb_jpeg_declared_65500x65500.jpg",
    "own__bomb_png_30000x30000_1bit.png",
    "own__bomb_png_header_2147483647.png",
    "own__bomb_png_itxt_200MB.png",
    "own__bomb_avif_11000x11000.avif",
    "own__bomb_gif_3000_frames.gif",
    "own__poly_jpeg_html_comment.jpg",
    "own__poly_jpeg_html_trailer.jpg",
    "own__poly_jpeg_zip_gifar.jpg",
    "own__poly_png_html_text.png",
    "own__thin_1x20000.png",
    "own__tiny_1x1.png",
    "own__trunc_30pct.jpg",
)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", BAD)
def test_a_hostile_file_gets_a_message_and_is_never_shown(client, scene, testdata, name):
    content = (testdata / "images-own" / name).read_bytes()

    answer = upload(client, scene.mine.path, content)

    assert answer.status_code in (201, 422)
    if answer.status_code == 422:
        assert answer.json["error"]
    else:
        shown = examined(client, scene.mine.path, answer)
        photo = f"{scene.mine.path}/foton/{shown['id']}"
        assert shown["refused"]
        assert shown["thumbnail_url"] is None
        assert [client.get(f"{photo}/{s}.jpg").status_code for s in ("liten", "stor")] == [404] * 2
    client.page(scene.mine.path)


@pytest.mark.sqlite_only
def test_no_hostile_file_crashes_the_page_or_comes_back_as_it_was(client, scene, testdata):
    files = sorted((testdata / "images-hostile").iterdir())[::6]

    for file in files:
        content = file.read_bytes()
        answer = upload(client, scene.mine.path, content)
        assert answer.status_code in (201, 422), file.name
        if answer.status_code == 201:
            shown = examined(client, scene.mine.path, answer)
            if shown["picture_url"]:
                assert client.get(shown["picture_url"]).data != content
            client.post(f"{scene.mine.path}/foton/{shown['id']}/ta-bort", headers=JSON)
    assert len(files) > 50
