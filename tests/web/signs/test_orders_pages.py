"""Pages of orders, hand-out and owners' consent, as people fill them in."""

import io

import pytest

from grannsamverkan.signs import queries
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import orders as order_queries
from tests.support.mounting import phone_photo
from tests.usecases.signs.case import SignScene

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


def hrefs(page):
    return [a.attrib.get("href", "") for a in page.all("a")]


def test_a_group_orders_and_the_coordinator_hands_out_with_a_receipt(scene, signed_in):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)
    contact, coordinator = signed_in(scene.maja), signed_in(scene.coordinator_user)
    assert f"/grupper/{group_id}/bestall" in hrefs(contact.page(f"/grupper/{group_id}/skyltar"))

    made = contact.submit(f"/grupper/{group_id}/bestall", {"note": "Tack"}, button="Beställ")
    path = made.headers["Location"]
    assert path in hrefs(coordinator.page("/skyltar/bestallningar"))
    for button in ("Godkänn", "Märk som beställd", "Märk som levererad"):
        assert coordinator.submit(path, button=button).status_code == 303
    assert "2042" not in coordinator.page("/skyltar/bestallningar/plocklista").text()
    pdf = coordinator.get(f"{path}/kvitto.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")

    answer = coordinator.submit(
        path, {"received_by": "Maja Lind", "fastening_sets": "2"}, button="Lämna ut"
    )

    assert answer.status_code == 303
    assert scene.sign(sign_id).state == "handed_out"
    contact.submit(f"/skyltar/{sign_id}", {}, button="Jag har fått skylten")
    assert "Maja Lind" in contact.page(f"/skyltar/{sign_id}").text()
    police = signed_in(scene.police("Pia Polis"))
    assert "Mottagaren har svarat" not in police.page(f"/skyltar/{sign_id}").text()


def test_a_step_for_no_order_says_what_to_do_on_the_same_page(scene, signed_in):
    group_id = scene.active()
    scene.ordered(group_id, scene.place_approved(group_id))
    coordinator = signed_in(scene.coordinator_user)

    answer = coordinator.submit("/skyltar/bestallningar", button="Godkänn", follow=True)

    assert "Kryssa i de beställningar som ska gå vidare" in answer.get_data(as_text=True)
    assert "Beställning" in coordinator.page("/skyltar/bestallningar").text()


def test_the_list_of_signs_leads_to_orders_and_tasks_for_those_who_have_them(scene, signed_in):
    group_id = scene.active()
    scene.place_approved(group_id)

    police = hrefs(signed_in(scene.police("Pia Polis")).page("/skyltar"))
    coordinator = hrefs(signed_in(scene.coordinator_user).page("/skyltar"))

    assert {"/skyltar/uppgifter", "/skyltar/bestallningar"} <= set(coordinator)
    assert "/skyltar/uppgifter" in police
    assert "/skyltar/bestallningar" not in police


def test_a_sign_that_is_gone_offers_no_letter_to_put_it_up(scene, signed_in):
    sign_id = scene.handed_out()
    coordinator = signed_in(scene.coordinator_user)
    assert "Hämta brevet som PDF" in coordinator.page(f"/skyltar/{sign_id}").text()

    with scene.given() as work:
        work.get(Sign, sign_id).state = "taken_down"

    assert "Hämta brevet som PDF" not in coordinator.page(f"/skyltar/{sign_id}").text()


def test_the_closed_door_says_who_is_not_trained_and_what_to_do(scene, signed_in):
    group_id = scene.active(trained=False)

    for path in ("bestall", "skyltar"):
        page = signed_in(scene.maja).page(f"/grupper/{group_id}/{path}")
        assert "Maja Lind har inte gått utbildningen" in page.text()
        assert "Kontaktombudet börjar utbildningen med länken i sitt mejl" in page.text()
        assert [a for a in page.all("a") if page.text(a) == "Till utbildningen"]


def test_a_door_closed_by_something_else_says_nothing_of_the_training(scene, signed_in):
    group_id = scene.approved()
    scene.train(group_id)

    page = signed_in(scene.maja).page(f"/grupper/{group_id}/skyltar")

    assert "Gruppen är inte aktiv än." in page.text()
    assert "Till utbildningen" not in page.text()


def test_several_orders_are_marked_at_once(scene, signed_in):
    group_id, steps = scene.active(), ("approve", "order")
    ids = [
        scene.ordered(group_id, scene.place_approved(group_id, number), steps=steps)
        for number in ("1042", "1043")
    ]

    signed_in(scene.coordinator_user).submit(
        "/skyltar/bestallningar",
        {"bestallning": [str(i) for i in ids]},
        button="Märk som levererad",
    )

    with scene.runtime.reading() as work:
        assert {order_queries.order(work, i).state for i in ids} == {"delivered"}


def test_cancelling_asks_why(scene, signed_in):
    group_id = scene.active()
    order_id = scene.ordered(group_id, scene.place_approved(group_id))
    contact = signed_in(scene.maja)
    path = f"/skyltar/bestallningar/{order_id}"

    answer = contact.submit(path, {"reason": ""}, button="Avbryt beställningen")

    assert answer.status_code == 422
    assert "Skriv varför" in answer.get_data(as_text=True)
    contact.submit(path, {"reason": "Vi väntar."}, button="Avbryt beställningen")
    assert "Avbruten" in contact.page(path).text()


@pytest.mark.parametrize("kind", ["photo", "pdf", "neither"])
def test_the_owners_paper_is_kept_clean_and_only_if_it_is_one(scene, signed_in, testdata, kind):
    content = {
        "photo": phone_photo(testdata),
        "pdf": b"%PDF-1.7 a paper",
        "neither": b"MZ a program",
    }[kind]
    sign_id = scene.place_approved(scene.active())
    with scene.given() as work:
        work.get(Sign, sign_id).support = "wall"
    contact = signed_in(scene.maja)

    answer = contact.submit(
        f"/skyltar/{sign_id}/medgivande",
        {"given_by": "Eva Ek", "on": "2026-11-20", "paper": (io.BytesIO(content), "paper.bin")},
    )

    if kind == "neither":
        assert answer.status_code == 422
        return
    assert answer.status_code == 303
    paper = contact.get(f"/skyltar/{sign_id}/medgivande/papper")
    assert paper.mimetype == ("application/pdf" if kind == "pdf" else "image/jpeg")
    assert b"Exif" not in paper.data
    with scene.runtime.reading() as work:
        assert not order_queries.lacks_consent(work, queries.sign(work, sign_id))
    assert "Eva Ek" in contact.page(f"/skyltar/{sign_id}").text()


def test_the_letters_holder_presses_that_the_sign_has_come(scene, new_client):
    sign_id = scene.handed_out()
    path = "/B/" + scene.runtime.vault.open(scene.sign(sign_id).letter_sealed)
    resident = new_client()

    def confirmed():
        with scene.runtime.reading() as work:
            return order_queries.hand_out_of(work, scene.sign(sign_id)).confirmed_at is not None

    assert "Har du fått skylten?" in resident.page(path).text()
    assert not confirmed(), "opening the page says nothing"
    resident.submit(path, button="Jag har fått skylten")

    assert confirmed()
    assert "Du har svarat att skylten kom fram" in resident.page(path).text()
