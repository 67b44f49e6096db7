"""A sign is taken down by somebody without an account: link by mail, or a letter with a QR code."""

import io
import re
from urllib.parse import urlsplit

import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.imaging import examine
from grannsamverkan.signs.prints import tasks as prints
from grannsamverkan.signs.queries import tasks as task_queries
from tests.support.mounting import phone_photo
from tests.usecases.signs.case import SignScene

pytestmark = pytest.mark.sqlite_only
READABLE_PPI = 150


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def task_id(scene):
    """A sign is to come down."""
    return scene.ordered_down(scene.standing())


@pytest.fixture
def path(scene, task_id):
    """The address of a link to the task."""
    return "/T/" + scene.gives(task_id)[1]


def test_the_contact_person_gives_the_task_prints_the_letter_and_takes_it_back(
    scene, task_id, signed_in, new_client
):
    contact = signed_in(scene.maja)
    page = f"/skyltar/uppgifter/{task_id}/lamna-vidare"
    contact.submit(page, {"name": "Bo Ek"}, button="Gör en länk")

    letter = contact.submit(page, button="Hämta brevet som PDF")
    assert letter.data.startswith(b"%PDF")
    shown = contact.page(page)
    assert "Bo Ek" in shown.text()
    (link,) = [e.attrib["data-link"] for e in shown.all("div") if "data-link" in e.attrib]
    assert new_client().page(urlsplit(link).path).heading() == "Ta ner skylten"

    contact.submit(page, button="Ta tillbaka")
    assert "Bo Ek" not in contact.page(page).text()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["take_down", "fault"])
def test_the_letter_is_one_page_whose_qr_code_leads_to_the_task(scene, path, kind, language):
    group_id = scene.active()
    task_id = (
        scene.ordered_down(scene.standing(group_id))
        if kind == "take_down"
        else scene.task(scene.standing(group_id))
    )
    with scene.runtime.reading() as work, speaking(language):
        task = task_queries.task(work, task_id)
        document = prints.task_letter(work, task, path.removeprefix("/T/"), "")
        pages = compile_png("signs/task.typ", document, created=work.now, ppi=READABLE_PPI)

    assert len(pages) == 1
    assert any(text.upper().endswith(path) for text in examine(pages[0]).measures.codes)


def test_the_page_says_how_takes_the_photo_and_thanks(scene, task_id, path, new_client, testdata):
    resident = new_client()
    words = resident.page(path).text()
    assert "Zinken skyddar den mot rost" in words
    assert "Platsen byggs om." in words

    resident.submit(
        path,
        {"photos": (io.BytesIO(phone_photo(testdata)), "IMG.jpg"), "note": "Klippte banden."},
        button="Det är gjort",
    )

    assert resident.page(path).heading() == "Tack, fotot är skickat"
    assert scene.the_task(task_id).is_reported


def test_the_page_says_what_to_do_for_whoever_cannot(path, new_client):
    assert "Säg till den som gav dig uppgiften" in new_client().page(path).text()


def test_without_a_photo_nothing_is_done_and_the_field_says_so(scene, task_id, path, new_client):
    answer = new_client().submit(path, {"note": "Klart"}, button="Det är gjort")

    assert answer.status_code == 422
    assert scene.the_task(task_id).is_waiting


def test_a_link_taken_back_or_too_old_says_so_kindly_and_one_that_was_used_thanks(
    scene, task_id, path, new_client, clock
):
    resident = new_client()
    clock.forward(days=400)
    words = resident.page(path, status=404).text()
    assert "Länken gäller inte längre" in words
    assert "Fråga gruppens kontaktombud om en ny" in words

    scene.finish(task_id, reason="Vi har sett det på plats.")

    assert resident.page(path).heading() == "Tack, det är klart"


def test_the_letters_code_can_be_typed_where_every_letters_code_is(path, new_client):
    code = re.sub(r"(.{4})", r"\1 ", path.removeprefix("/T/")).lower()

    answer = new_client().submit("/B", {"token": code})

    assert answer.headers["Location"].endswith(path)
