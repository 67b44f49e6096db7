"""The certificate: its PDF, its public page, and what staff sees and does."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.training import prints
from grannsamverkan.training.models import Certificate
from grannsamverkan.training.queries import certificates as reads
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def done(scene, group, token):
    """Maja has done the training by her link."""
    scene.read(token)
    assert scene.answer(token, RIGHT)
    with scene.runtime.reading() as work:
        return work.session.scalars(select(Certificate)).one()


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


def public(scene, done):
    """The address in the certificate's QR, read off the printed page as a phone does."""
    with scene.runtime.reading() as work, speaking("sv"):
        document = prints.certificate(work, work.get(Certificate, done.id))
        (page,) = compile_png("training/certificate.typ", document, created=work.now)
    with Image.open(io.BytesIO(page)) as picture:
        (address,) = read_codes(picture)
    return re.sub(r"^\w+://[^/]+", "", address)


def withdraw(sara, done, reason="Någon annan svarade."):
    return sara.submit(f"/utbildning/intyg/{done.id}", {"reason": reason})


def test_whoever_finishes_by_the_link_fetches_the_certificate_there(client, token, done):
    page = client.page(f"/u/{token}")
    (link,) = [a for a in page.all("a") if a.attrib["href"].endswith("/intyg")]

    answer = client.get(link.attrib["href"])

    assert answer.data.startswith(b"%PDF-")
    assert b"pdfuaid" in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=intyg-2026-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "23 november 2028" in page.text()


def test_there_is_no_certificate_before_the_questions_are_answered(client, token):
    assert client.get(f"/u/{token}/intyg").status_code == 404


def test_the_holder_fetches_it_from_the_own_page_and_nobody_else_does(
    scene, maja, done, signed_in, sara, client
):
    mine = signed_in(maja)
    page = mine.page("/utbildning")
    (link,) = [a for a in page.all("a") if a.attrib["href"].endswith(".pdf")]

    assert mine.get(link.attrib["href"]).mimetype == "application/pdf"
    for other in (sara, signed_in(scene.person("Olle Ek"))):
        assert other.get(link.attrib["href"]).status_code == 404
    assert client.get(link.attrib["href"]).status_code == 303


def test_the_printed_code_leads_to_a_page_that_says_no_more_than_the_paper(client, scene, done):
    address = public(scene, done)
    assert re.fullmatch(r"/I/[0-9A-Z]{28}", address)

    page = client.page(address)

    for told in ("Gäller", done.number, "Att vara kontaktombud", "M. L.", "23 november 2026"):
        assert told in page.text()
    for kept in ("Maja", "Lind", "Björkvägen", "maja@"):
        assert kept not in page.text()
    answer = client.get(address)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_code_typed_in_small_letters_is_led_on(client, scene, done):
    address = public(scene, done)

    assert client.get(address.lower()).location == address


def test_the_public_page_follows_the_certificate(client, scene, done, sara, clock):
    address = public(scene, done)
    clock.now += timedelta(days=732)
    assert "Har gått ut" in client.page(address).text()
    clock.now -= timedelta(days=732)

    withdraw(sara, done)

    page = client.page(address).text()
    assert "Återkallat" in page
    assert "Någon annan svarade" not in page


@pytest.mark.parametrize("code", ["Y" * 28, "0", "K7Q4MR"])
def test_an_unknown_code_is_said_to_be_unknown(client, done, code):
    page = client.page(f"/I/{code}", status=404)

    assert page.heading() == "Intyget är okänt"


def test_opening_the_public_page_changes_nothing(client, scene, done):
    address = public(scene, done)
    before = scene.everything()

    for call in (client.get, client.head, client.options):
        call(address)
    assert client.post(address).status_code == 405

    assert scene.everything() == before


def test_a_coordinator_sees_the_certificate_and_withdraws_it_with_a_reason(
    scene, sara, done, maja, group, client, token
):
    (link,) = [
        a for a in sara.page("/utbildning").all("a") if "/utbildning/intyg/" in a.attrib["href"]
    ]
    assert "Maja Lind" in sara.page(link.attrib["href"]).text()
    assert withdraw(sara, done, reason=" ").status_code == 422

    assert withdraw(sara, done).status_code == 303

    assert scene.contact_of(maja, group).trained_on is None
    page = sara.page(link.attrib["href"])
    assert "Någon annan svarade." in page.text()
    assert not page.all("textarea")
    assert client.get(f"/u/{token}/intyg").status_code == 404
    assert client.page(f"/u/{token}").heading() == "Att vara kontaktombud"


def test_police_see_it_and_cannot_withdraw_it(scene, done, signed_in):
    police = signed_in(scene.staff_user("police", area=scene.town.north))

    page = police.page(f"/utbildning/intyg/{done.id}")
    answer = police.post(f"/utbildning/intyg/{done.id}", data={"reason": "Nej."})

    assert not page.all("textarea")
    assert answer.status_code == 403


def test_an_expired_training_is_told_on_the_own_page_and_in_the_group(
    scene, maja, group, done, signed_in, clock
):
    clock.now += timedelta(days=732)
    mine = signed_in(maja)

    assert "gällde till och med 23 november 2028" in mine.page("/utbildning").text()
    assert "Gällde till och med 23 november 2028" in mine.page(f"/grupper/{group.id}").text()
    again = mine.submit("/utbildning", button="Gå utbildningen igen")
    assert mine.page(again.location).heading() == "Att vara kontaktombud"


def test_a_training_from_before_certificates_gets_one_with_a_press(scene, maja, done, signed_in):
    with scene.given() as work:
        work.session.delete(work.get(Certificate, done.id))
    mine = signed_in(maja)

    mine.submit("/utbildning", button="Gör ett intyg")

    assert "Hämta intyget (PDF)" in mine.page("/utbildning").text()


def test_a_hostile_name_stays_text_on_paper_and_page(client, scene, maja, done):
    with scene.given() as work:
        work.get(type(maja), maja.id).name = '<b>#read("x")</b> \u202e Ek'

    page = client.page(public(scene, done))

    assert not page.all("b")
    with scene.runtime.reading() as work:
        assert reads.by_token(work, public(scene, done).removeprefix("/I/")).id == done.id


def test_how_many_questions_are_drawn_is_set_on_a_draft(sara, scene):
    edition = scene.draft()
    path = f"/utbildning/material/{edition.id}/prov"

    assert sara.submit(path, {"draw": "3", "pass_mark": "4"}).status_code == 422
    assert sara.submit(path, {"draw": "2", "pass_mark": "2"}).status_code == 303
    assert "2 frågor dras vid varje försök." in sara.page(path.removesuffix("/prov")).text()

    sara.submit(path.removesuffix("/prov"), button="Ta bort fråga 1")
    assert "Skriv 1 frågor till." in sara.page(path.removesuffix("/prov")).text()


def test_arabic_material_is_written_from_right_to_left(client, scene, maja):
    edition = scene.published("ar")
    token = scene.given_link(edition, scene.contact_of(maja, scene.group(maja)))

    heading = client.page(f"/u/{token}").all("h1")[0]

    assert (heading.attrib["dir"], heading.attrib["lang"]) == ("rtl", "ar")
