"""From the mailed link to a certificate whose QR anybody can hold against the public page."""

import io

import pytest
from PIL import Image

from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.training import prints, queries
from grannsamverkan.training import usecases as training
from grannsamverkan.training.models import Certificate
from tests.browser.town import path_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


@pytest.fixture
def letter(signs, inbox):
    """The mail that brings Maja the training: she is a contact person and has not done it."""
    signs.active(trained=False)
    with signs.runtime.work(signs.coordinator_user.actor) as work:
        edition = training.create_starter(work, signs.here)
        waiting = len(queries.receivers(work, edition))
        training.publish_edition(work, edition.id, receivers=waiting)
    return inbox.letter(signs.maja.email, "Utbildning för dig som är kontaktombud")


def address_on(signs, language):
    """What a phone reads in the QR of the printed certificate."""
    with signs.runtime.reading() as work, speaking(language):
        found = work.session.query(Certificate).one()
        document = prints.certificate(work, found)
        (page,) = compile_png("training/certificate.typ", document, created=work.now)
    with Image.open(io.BytesIO(page)) as picture:
        (address,) = read_codes(picture)
    return "/I/" + address.rsplit("/", 1)[1]


def test_a_contact_person_reads_answers_and_gets_a_certificate_that_anybody_can_verify(
    signs, letter, somebody, way
):
    maja = somebody(**way)
    maja.opens(path_in(letter, "/u/"))
    maja.reads_course()
    maja.sees_page("Vad skulle du göra?")
    maja.answers(wrong=2)
    maja.reads("Du svarade:")
    maja.answers()
    maja.sees_page("Du är klar")

    paper = maja.downloads(maja.link("Hämta intyget (PDF)"))
    assert paper.read_bytes().startswith(b"%PDF-")

    stranger = somebody(**way)
    stranger.opens(address_on(signs, maja.language))
    stranger.reads("Gäller")
    stranger.reads("Att vara kontaktombud")
    stranger.reads("M. L.")
    assert "Maja" not in stranger.page.inner_text("main")

    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens("/utbildning")
    sara.follows("Visa intyget")
    sara.writes("Varför återkallas intyget?", "Någon annan svarade.")
    sara.presses("Återkalla intyget")
    sara.reads("Intyget är återkallat. Personen får ett mejl med skälet.")
    stranger.page.reload()
    stranger.reads("Återkallat")
