"""Pages of printed matter, as people fill them in."""

import csv
import io

import pytest
from openpyxl import load_workbook

from grannsamverkan.signs.queries import orders as order_queries
from tests.support.mailbox import links_in
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.press import LEAFLET, NOTICE, Press

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def press(scene):
    return Press(scene)


def hrefs(page):
    return [a.attrib.get("href", "") for a in page.all("a")]


def order_path(group_id):
    return f"/grupper/{group_id}/bestall-trycksaker"


def value_of(page, name):
    return next(one.attrib.get("value") for one in page.all("input") if one.get("name") == name)


def test_from_the_groups_page_to_the_receipt(scene, press, signed_in, sent_mail, new_client):
    group_id = scene.active()
    contact, coordinator = signed_in(scene.maja), signed_in(scene.coordinator_user)
    assert order_path(group_id) in hrefs(contact.page(f"/grupper/{group_id}"))

    made = contact.submit(order_path(group_id), {"note": "Tack"}, button="Beställ")
    path = made.headers["Location"]
    assert path in hrefs(coordinator.page("/skyltar/bestallningar?slag=printed"))
    order = press.order(int(path.rsplit("/", 1)[1]))
    line = order.lines[0]
    fewer = {f"rad_{line.id}": "5", "word": "Vi börjar så."}
    assert coordinator.submit(path, fewer, button="Godkänn").status_code == 303
    ordered = {"supplier": "Tryckeriet AB", "reference": "A-17"}
    assert coordinator.submit(path, ordered, button="Märk som beställd").status_code == 303
    assert coordinator.submit(path, {}, button="Spara leveransen").status_code == 303
    text = contact.page(path).text()
    assert "Tryckeriet AB" in text
    assert "Vi börjar så." in text
    assert contact.submit(path, {}, button="Vi har fått allt").status_code == 303

    assert press.state(order.id) == "handed_out"
    assert "Maja Lind" in coordinator.page(path).text()
    assert coordinator.get(f"{path}/kvitto.pdf").data.startswith(b"%PDF-")


def test_what_is_asked_for_beyond_the_bound_asks_why_beside_its_field(scene, press, signed_in):
    group_id = scene.approved()
    contact = signed_in(scene.maja)

    answer = contact.submit(order_path(group_id), {f"antal_{LEAFLET}": "900"}, button="Beställ")
    kept = contact.submit(
        order_path(group_id),
        {f"antal_{LEAFLET}": "900", "why": "Marknad i maj."},
        button="Beställ",
    )

    assert answer.status_code == 422
    assert "Skriv varför ni behöver fler än" in answer.get_data(as_text=True)
    assert kept.status_code == 303


def test_stairwells_are_asked_for_and_the_proposal_follows_without_a_script(
    scene, press, signed_in
):
    group_id = scene.approved()
    press.flats(group_id)
    contact = signed_in(scene.maja)
    page = contact.page(order_path(group_id))
    assert value_of(page, f"antal_{NOTICE}") in (None, "")

    answer = contact.submit(order_path(group_id), {"entrances": "7"}, button="Räkna om förslagen")

    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert f'name="antal_{NOTICE}" type="number" value="7"' in text
    with scene.runtime.reading() as work:
        assert order_queries.orders(work) == []


def test_what_is_closed_stands_with_its_reasons_and_has_no_field(scene, signed_in):
    group_id = scene.active(trained=False)

    page = signed_in(scene.maja).page(order_path(group_id))

    assert "Maja Lind har inte gått utbildningen." in page.text()
    names = {one.get("name") for one in page.all("input")}
    assert f"antal_{LEAFLET}" in names
    assert "antal_door_sticker" not in names


def test_a_group_that_is_not_approved_reads_why(scene, signed_in):
    text = signed_in(scene.maja).page(order_path(scene.submitted())).text()

    assert "Gruppen är inte godkänd än." in text
    assert "Gruppen kan inte beställa än" in text


def test_what_was_got_before_is_told(scene, press, signed_in):
    group_id = scene.approved()
    press.wishes(group_id, steps=("approve", "order", "deliver"))

    text = signed_in(scene.maja).page(order_path(group_id)).text()

    assert "Ni har fått 20 blad, senast 23 november 2026." in text


def test_fewer_without_a_word_is_told_beside_the_word(scene, press, signed_in):
    order_id = press.wishes(scene.approved())
    line = press.order(order_id).lines[0]
    path = f"/skyltar/bestallningar/{order_id}"

    answer = signed_in(scene.coordinator_user).submit(
        path, {f"rad_{line.id}": "5"}, button="Godkänn"
    )

    assert answer.status_code == 422
    assert "varför den får färre" in answer.get_data(as_text=True)
    assert press.order(order_id).lines[0].quantity == 20


def test_no_is_said_with_a_reason(scene, press, signed_in):
    order_id = press.wishes(scene.approved())
    coordinator = signed_in(scene.coordinator_user)
    path = f"/skyltar/bestallningar/{order_id}"

    answer = coordinator.submit(path, {"reason": ""}, button="Säg nej")
    assert answer.status_code == 422
    coordinator.submit(path, {"reason": "Slut i år."}, button="Säg nej")

    assert press.state(order_id) == "refused"
    assert "Slut i år." in signed_in(scene.maja).page(path).text()


def test_a_part_is_noted_and_the_rest_is_asked_for_the_next_time(scene, press, signed_in):
    order_id = press.wishes(scene.approved(), steps=("approve", "order"))
    line = press.order(order_id).lines[0]
    coordinator = signed_in(scene.coordinator_user)
    path = f"/skyltar/bestallningar/{order_id}"

    coordinator.submit(path, {f"rad_{line.id}": "15"}, button="Spara leveransen")

    page = coordinator.page(path)
    assert "15 av 20 blad har kommit." in page.text()
    assert value_of(page, f"rad_{line.id}") == "5"


def test_opening_the_link_of_the_mail_says_nothing_and_one_press_says_it(
    scene, press, sent_mail, new_client
):
    order_id = press.wishes(scene.approved(), steps=("approve", "order"))
    sent_mail()
    press.moves(order_id, "deliver")
    path = next(link for m in sent_mail() for link in links_in(m) if "/K/" in link)
    path = path.removeprefix("http://localhost")
    scanner, reader = new_client(), new_client()

    asked = scanner.page(path).text()
    assert "Har ni fått trycksakerna?" in asked
    assert "Saknas något? Ring kommunens växel" in asked
    assert press.state(order_id) == "delivered"
    reader.submit(path, {}, button="Vi har fått allt")
    reader.post(path, data={})

    assert press.state(order_id) == "handed_out"
    assert "Tack, kvittot är klart" in reader.page(path).text()


def test_a_link_that_opens_nothing_says_so(new_client):
    page = new_client().page("/K/" + "Y" * 28, status=404)

    assert "Länken gäller inte längre" in page.text()


def test_the_list_as_a_file_holds_each_thing_and_no_person(scene, press, signed_in):
    group_id = scene.active()
    scene.ordered(group_id, scene.place_approved(group_id))
    press.wishes(group_id, steps=("approve", "order"))
    coordinator = signed_in(scene.coordinator_user)

    found = coordinator.get("/skyltar/bestallningar/lista.csv?slag=printed")
    book = coordinator.get("/skyltar/bestallningar/lista.xlsx")

    rows = list(csv.reader(io.StringIO(found.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[3:9] for row in rows[1:]] == [
        [LEAFLET, "Informationsblad till hushåll", "blad", "20", "0", "20"]
    ]
    assert "Maja" not in found.data.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(book.data)).active
    assert sheet.max_row == 3


def test_the_picking_slip_is_a_pdf_of_what_is_ordered_or_has_come(scene, press, signed_in):
    press.wishes(scene.approved(), steps=("approve", "order"))
    coordinator = signed_in(scene.coordinator_user)

    slip = coordinator.get("/skyltar/bestallningar/plocklista.pdf")

    assert slip.mimetype == "application/pdf"
    assert "20 blad" in coordinator.page("/skyltar/bestallningar/plocklista").text()
    assert signed_in(scene.maja).get("/skyltar/bestallningar/plocklista.pdf").status_code == 403


def test_filters_are_addresses_that_keep_each_other(scene, press, signed_in):
    group_id = scene.active()
    scene.ordered(group_id, scene.place_approved(group_id))
    order_id = press.wishes(group_id)
    coordinator = signed_in(scene.coordinator_user)

    page = coordinator.page("/skyltar/bestallningar?slag=printed&lage=asked")

    found = hrefs(page)
    assert f"/skyltar/bestallningar/{order_id}" in found
    assert f"/skyltar/bestallningar/{order_id - 1}" not in found
    assert "/skyltar/bestallningar?slag=signs&lage=asked" in found
    coordinator.submit(
        "/skyltar/bestallningar?slag=printed", {"bestallning": [str(order_id)]}, button="Godkänn"
    )
    assert press.state(order_id) == "approved"


def test_the_catalogue_is_changed_taken_out_and_in(scene, press, signed_in):
    group_id = scene.approved()
    coordinator = signed_in(scene.coordinator_user)
    assert "/skyltar/trycksaker" in hrefs(coordinator.page("/skyltar/bestallningar"))

    coordinator.submit(f"/skyltar/trycksaker/{LEAFLET}", {"factor": "2,5"}, button="Spara")
    assert "2,5 blad per bostad" in coordinator.page("/skyltar/trycksaker").text()
    assert press.offers(group_id)[LEAFLET].proposed == 50
    coordinator.post(f"/skyltar/trycksaker/{LEAFLET}/anvand", data={"anvand": ""})
    assert LEAFLET not in press.offers(group_id)
    coordinator.post(f"/skyltar/trycksaker/{LEAFLET}/anvand", data={"ursprung": "1"})
    assert press.offers(group_id)[LEAFLET].proposed == 20

    admin = signed_in(scene.staff("Alva Admin", ("admin", None)))
    history = admin.page("/installningar/historik").text()
    assert "Trycksak: Informationsblad till hushåll" in history


def test_a_new_item_has_both_languages(scene, signed_in):
    coordinator = signed_in(scene.coordinator_user)
    words = {"name_sv": "Mugg", "name_en": "Mug", "factor": "1"}

    refused = coordinator.submit("/skyltar/trycksaker/ny", {**words, "name_en": ""})
    kept = coordinator.submit("/skyltar/trycksaker/ny", words, button="Spara")

    assert refused.status_code == 422
    assert kept.status_code == 303
    assert "Mugg" in coordinator.page("/skyltar/trycksaker").text()
    assert signed_in(scene.maja).get("/skyltar/trycksaker").status_code == 404
