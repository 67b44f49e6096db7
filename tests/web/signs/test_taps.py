"""The mounter points out a place in an own photo: by press without scripts, by script, in words."""

import pytest

from grannsamverkan.signs import jobs
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.usecases import looking
from tests.support.looking import good_look
from tests.support.mounting import MountingScene, phone_photo
from tests.support.statements import statements_of


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def photo_id(scene, testdata):
    return covered(scene, phone_photo(testdata))


def covered(scene, content):
    """A photo of the whole post, covered and not sent yet; returns its id."""
    taken = scene.take_in(content, "post")
    jobs.examine_at_once(scene.runtime, taken, 60)
    stored = scene.runtime.storage.put([content])
    with scene.given() as work:
        looking.keep_look(work, taken, good_look(), stored=stored, thumb=stored, close_up=None)
    return taken


def asked(client, scene):
    """How many statements the letter's page puts to the database."""
    with statements_of(scene.runtime) as statements:
        client.get(scene.mine.path)
    return len(statements)


def foot(scene, photo_id):
    with scene.runtime.reading() as work:
        return [label.places[0] for label in work.get(Photo, photo_id).labels]


def path(scene, photo_id):
    return f"{scene.mine.path}/foton/{photo_id}/peka"


def test_the_letters_page_leads_to_it_once_there_is_a_picture(client, scene, photo_id):
    assert f'href="{path(scene, photo_id)}"' in client.get(scene.mine.path).text


def test_the_list_of_photos_says_what_has_been_pointed_out(client, scene, photo_id):
    before = client.get(scene.mine.path).text
    client.post(path(scene, photo_id), data={"x": "0.25", "y": "0.75"})
    after = client.page(scene.mine.path)

    assert "Stolpens fot är utpekad." not in before
    assert "Stolpens fot är utpekad." in after.text()
    [again] = [a for a in after.all("a") if a.attrib.get("href") == path(scene, photo_id)]
    assert after.text(again) == "Peka ut stolpens fot igen"


def test_it_asks_the_database_no_more_of_more_photos(client, scene, photo_id, testdata):
    few = asked(client, scene)
    for name in ("Nexus_4.jpg", "Nokia_Lumia_800.jpg"):
        covered(scene, (testdata / "photos/phones" / name).read_bytes())
    many = asked(client, scene)

    assert client.get(scene.mine.path).text.count("/peka") == 3
    assert many == few > 0


def test_a_press_in_the_picture_without_scripts_tells_the_place(client, scene, photo_id):
    page = client.page(path(scene, photo_id))
    assert page.heading() == "Var står stolpen i marken?"

    answer = client.post(path(scene, photo_id), data={"plats.x": "140", "plats.y": "84"})

    assert answer.status_code == 303
    [(x, y)] = foot(scene, photo_id)
    assert x == pytest.approx(0.5)
    assert 0.2 < y < 0.6


def test_a_script_sends_shares(client, scene, photo_id):
    client.post(path(scene, photo_id), data={"x": "0.25", "y": "0.75"})

    assert foot(scene, photo_id) == [[0.25, 0.75]]


def test_whoever_cannot_press_says_it_in_words(client, scene, photo_id):
    client.submit(path(scene, photo_id), {"row": "bottom", "column": "left"})

    assert foot(scene, photo_id) == [[pytest.approx(1 / 6), pytest.approx(5 / 6)]]


@pytest.mark.parametrize(
    "sent", [{}, {"x": "nan", "y": "0.5"}, {"x": "inf", "y": "1"}, {"row": "bottom"}], ids=repr
)
def test_no_place_is_told_and_the_page_stays(client, scene, photo_id, sent):
    answer = client.post(path(scene, photo_id), data=sent)

    assert answer.status_code == 422
    assert "Peka ut platsen" in answer.text
    assert foot(scene, photo_id) == []


def test_another_letter_opens_none_of_it(client, scene, photo_id):
    assert client.get(f"{scene.other.path}/foton/{photo_id}/peka").status_code == 404


def test_there_is_nothing_to_press_in_before_the_photo_is_covered(client, scene, testdata):
    taken = scene.take_in(phone_photo(testdata), "post")

    assert client.get(path(scene, taken)).status_code == 404
